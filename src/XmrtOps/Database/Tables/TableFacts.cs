namespace XmrtOps.Database.Tables;

/// <summary>What a table is judged by: the record, and what it does not show.</summary>
internal sealed record TableFacts
{
    public required DatabaseTable Table { get; init; }

    /// <summary>OID of the table.</summary>
    public long Id { get; init; }

    public VacuumSettings Vacuum { get; init; } = new();

    /// <summary>Pages that need no freezing, 0 to 1; 0 before PostgreSQL 18.</summary>
    public double FrozenShare { get; init; }

    /// <summary>The planner has no statistics of the table as a whole.</summary>
    public bool WasNeverAnalysed { get; init; }

    public IReadOnlyList<SequenceUse> Sequences { get; init; } = [];
}
