namespace XmrtOps.Shell.Arguments;

/// <summary>What the command line asks for.</summary>
internal sealed record ShellOptions
{
    public bool Help { get; init; }

    public bool Version { get; init; }

    /// <summary>Run against a sandbox that lives as long as the run.</summary>
    public bool Sandbox { get; init; }

    /// <summary>Profile or URL to connect to before the run.</summary>
    public string? Connect { get; init; }

    /// <summary>Script text; "-" means that it comes from standard input.</summary>
    public string? Command { get; init; }

    public string? File { get; init; }

    /// <summary>What the script named by <see cref="File"/> gets.</summary>
    public IReadOnlyList<string> FileArguments { get; init; } = [];

    public OutputFormat Format { get; init; }

    public bool NonInteractive { get; init; }
}
