namespace XmrtOps.Frontend;

/// <summary>What a deployment is for.</summary>
public enum DeploymentTarget
{
    /// <summary>The production domains, once it is current.</summary>
    Production,

    /// <summary>A look at a branch, at an address of its own.</summary>
    Preview,
}
