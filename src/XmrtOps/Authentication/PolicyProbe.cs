namespace XmrtOps.Authentication;

/// <summary>One policy's condition, evaluated by itself with the token of the test.</summary>
public sealed record PolicyProbe
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Commands that it decides about here: a change with a filter has to be let through by the policies of SELECT, too.</summary>
    public IReadOnlyList<PolicyCommand> Commands { get; init; } = [];

    /// <summary>One of the permissive ones has to let a row through; every restrictive one has to.</summary>
    public bool IsPermissive { get; init; }

    /// <summary>The condition; null: it has none, and adds nothing.</summary>
    public string? Condition { get; init; }

    /// <summary>Rows of up to 1,000 that fulfil it, or 1 for the row that was to be inserted; null when it raised an error.</summary>
    public long? Matching { get; init; }

    /// <summary>Rows that it was evaluated for.</summary>
    public long? Of { get; init; }

    /// <summary>The error that it raised, as a code of PostgreSQL; null for none.</summary>
    public string? SqlState { get; init; }

    /// <summary>The policy and its numbers.</summary>
    public override string ToString() => $"{Policy}: {(SqlState is null ? $"{Matching} of {Of}" : SqlState)}";
}
