namespace XmrtOps.State;

/// <summary>What a changing command is about to do.</summary>
internal sealed record JournalIntentDetails
{
    /// <summary>The command, such as <c>Clear-XmrtRateLimit</c>.</summary>
    public required string Command { get; init; }

    /// <summary>Name of the connection that it acts on.</summary>
    public string? Connection { get; init; }

    /// <summary>The system behind the connection, such as <c>db.example.net:5432/postgres</c>.</summary>
    public string? Target { get; init; }

    /// <summary>Its parameters, as <see cref="ParameterMask"/> leaves them.</summary>
    public IReadOnlyDictionary<string, string?> Parameters { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>What it will do, for a person: "clear 3 windows of trusted-client".</summary>
    public required string Summary { get; init; }

    /// <summary>The command that would undo it, or null when nothing can.</summary>
    public string? Undo { get; init; }
}
