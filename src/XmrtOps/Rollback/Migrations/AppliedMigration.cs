namespace XmrtOps.Rollback.Migrations;

/// <summary>A row of supabase_migrations.schema_migrations.</summary>
/// <param name="Version">As the CLI wrote it.</param>
/// <param name="Name">Null in older histories.</param>
/// <param name="Statements">What was run; null where it was not recorded.</param>
/// <param name="AppliedBy">Null where the history has no such column.</param>
/// <param name="AppliedAt">Null where the server does not keep times of commits.</param>
internal sealed record AppliedMigration(
    string Version,
    string? Name,
    IReadOnlyList<string>? Statements,
    string? AppliedBy,
    DateTimeOffset? AppliedAt)
{
    /// <summary>What was recorded, hashed; null where nothing was.</summary>
    public string? Hash => Statements is null ? null : MigrationStatements.Hash(Statements);
}
