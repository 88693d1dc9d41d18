namespace XmrtOps.State;

/// <summary>Which entries of the journal are wanted.</summary>
internal sealed record JournalQuery
{
    public DateTimeOffset? Since { get; init; }

    /// <summary>Tells whether a command's name is wanted.</summary>
    public Func<string, bool> Command { get; init; } = static _ => true;

    /// <summary>Tells whether a connection's name is wanted; empty for an entry without one.</summary>
    public Func<string, bool> Connection { get; init; } = static _ => true;

    /// <summary>Null: all.</summary>
    public IReadOnlyCollection<JournalState>? States { get; init; }

    public bool Wants(string command, string? connection, JournalState state) =>
        Command(command) && Connection(connection ?? "") && (States is null || States.Contains(state));
}
