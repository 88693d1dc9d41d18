namespace XmrtOps.Functions.Checks;

/// <summary>What Test-XmrtFunction looks at.</summary>
public enum FunctionTestKind
{
    /// <summary>The function has a name that the platform takes, and a file that starts it.</summary>
    Entrypoint,

    /// <summary>The types are right, by <c>deno check</c>.</summary>
    Types,

    /// <summary>What is imported can be had, and is the same tomorrow.</summary>
    Imports,

    /// <summary>The environment variables that are read are set.</summary>
    Environment,

    /// <summary>config.toml knows the function, and says of it what is deployed.</summary>
    Configuration,

    /// <summary>It is not larger than the platform takes.</summary>
    Size,

    /// <summary>No secret is written into the source.</summary>
    Secrets,
}
