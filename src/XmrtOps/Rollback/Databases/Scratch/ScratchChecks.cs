using XmrtOps.Rollback.Schemas;

namespace XmrtOps.Rollback.Databases.Scratch;

/// <summary>Whether what a scratch copy shows holds for the database.</summary>
internal static class ScratchChecks
{
    /// <summary>A copy that differs says less, and nothing against the rollback: not measured.</summary>
    public static RollbackCheck OfCopy(DatabaseRollbackPlan plan, DatabaseRollbackPlan tried, ScratchCopy copy)
    {
        IReadOnlyList<SchemaDifference> differences = plan.Schema.DifferencesTo(tried.Schema);
        string problems = string.Join("; ", copy.Problems.Take(3)) + (copy.Problems.Count > 3 ? $" and {copy.Problems.Count - 3} more" : "");
        return new RollbackCheck
        {
            Name = "Copy",
            Passed = differences.Count == 0 ? true : null,
            Reason = differences.Count == 0
                ? "the copy has the schema of the database"
                : $"the copy differs: {SchemaFingerprint.Describe(differences)}{(problems.Length > 0 ? $" ({problems})" : "")}",
        };
    }

    /// <summary>What is not in the copy cannot stand in the way there: not measured. None where the rows are all that were to be copied.</summary>
    public static IEnumerable<RollbackCheck> OfRows(ScratchCopy copy) => copy.Incomplete.Count == 0 ? [] :
    [
        new RollbackCheck
        {
            Name = "Rows",
            Reason = $"{string.Join("; ", copy.Incomplete)}: what such rows would keep from being done does not show here. Connect as a "
                + "role that sees all, such as 'postgres'",
        },
    ];

    public static RollbackCheck OfStatements(DatabaseRollbackPlan plan, DatabaseRollbackPlan tried)
    {
        string? other = plan.Migrations.Zip(tried.Migrations)
            .Where(pair => !pair.First.Statements.SequenceEqual(pair.Second.Statements, StringComparer.Ordinal))
            .Select(pair => pair.First.ToString())
            .FirstOrDefault();
        return new RollbackCheck
        {
            Name = "Statements",
            Passed = other is null,
            Reason = other is null ? "the same as on the database" : $"those of {other} are others than on the database",
        };
    }
}
