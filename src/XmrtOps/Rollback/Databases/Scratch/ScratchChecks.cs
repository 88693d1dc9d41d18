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
