namespace XmrtOps.Rollback.Migrations;

/// <summary>The history of a database.</summary>
/// <param name="Exists">There is a table of it; without, nothing was ever pushed here.</param>
/// <param name="Rows">By version, as text.</param>
internal sealed record MigrationHistory(bool Exists, IReadOnlyList<AppliedMigration> Rows);
