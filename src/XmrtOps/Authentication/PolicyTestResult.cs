using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What a role with these claims may really do with a table by one command: tried, and taken back.</summary>
public sealed record PolicyTestResult
{
    /// <summary>Name of the connection it was tried on.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema of the table.</summary>
    public required string Schema { get; init; }

    /// <summary>The table.</summary>
    public required string Table { get; init; }

    /// <summary>The role.</summary>
    public required string Role { get; init; }

    /// <summary>The command.</summary>
    public required PolicyCommand Action { get; init; }

    /// <summary>What came of it.</summary>
    public required PolicyOutcome Outcome { get; init; }

    /// <summary>Rows that it reached: of up to 1,000 for SELECT, of up to 100 tried on for UPDATE and DELETE; null when unknown.</summary>
    public long? Rows { get; init; }

    /// <summary>The same for the service role, which bypasses policies; null when unknown.</summary>
    public long? ServiceRoleRows { get; init; }

    /// <summary>The policies that decided.</summary>
    public IReadOnlyList<string> DecidedBy { get; init; } = [];

    /// <summary>Each policy that applies, evaluated by itself; empty when policies did not decide.</summary>
    public IReadOnlyList<PolicyProbe> Probes { get; init; } = [];

    /// <summary>Why, for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>What a request to the REST API gets; null when unknown.</summary>
    public string? UserSees { get; init; }

    /// <summary>The error, as a code of PostgreSQL; null for none.</summary>
    public string? SqlState { get; init; }

    /// <summary>Sequences that the trial moved on, which no rollback moves back.</summary>
    public IReadOnlyList<string> SequencesAdvanced { get; init; } = [];

    /// <summary>Locks that the trial held until it was taken back, as relation and mode; null when nothing was tried.</summary>
    public IReadOnlyList<string>? Locks { get; init; }

    /// <summary>What is wrong, worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was tried, by this machine's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
