using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>Row level security of a table: its state, its policies, and what these add up to.</summary>
public sealed record TablePolicies
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Schema, as it is stored: without quotes.</summary>
    public required string Schema { get; init; }

    /// <summary>Name, as it is stored: without quotes.</summary>
    public required string Table { get; init; }

    /// <summary>Table, PartitionedTable, View, MaterializedView or ForeignTable.</summary>
    public required string Kind { get; init; }

    /// <summary>The owner, to whom policies do not apply unless they are forced.</summary>
    public required string Owner { get; init; }

    /// <summary>Row level security is on. Off, policies are kept and do nothing.</summary>
    public bool RowSecurity { get; init; }

    /// <summary>It applies to the owner too.</summary>
    public bool Forced { get; init; }

    /// <summary>For a view: it reads as whoever asks (security_invoker), not as its owner; null for a table.</summary>
    public bool? IsInvoker { get; init; }

    /// <summary>All policies.</summary>
    public IReadOnlyList<RowPolicy> Policies { get; init; } = [];

    /// <summary>What privileges and policies add up to, for each role and command.</summary>
    public IReadOnlyList<RoleAccess> Access { get; init; } = [];

    /// <summary>What is wrong, worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was read, by the server's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
