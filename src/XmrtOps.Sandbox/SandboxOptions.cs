namespace XmrtOps.Sandbox;

/// <summary>What a sandbox shall be like. The defaults give a small, seeded one.</summary>
public sealed record SandboxOptions
{
    /// <summary>How the sandbox is called; unique among the running sandboxes of this user.</summary>
    public string Name { get; init; } = "sandbox";

    /// <summary>How much data: 1 is about a second's worth, 100 holds over two million webhook log rows.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>Seed of the generated data: the same seed and scale give the same rows.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Folder with initdb, postgres and pg_ctl (or its parent); null searches the usual places.</summary>
    public string? PostgresBin { get; init; }

    /// <summary>The server's max_connections.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// False leaves out the XMRT schema, its roles and rows: a bare server on which only the administrator can log in.
    /// </summary>
    public bool Seeded { get; init; } = true;
}
