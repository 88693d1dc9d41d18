using XmrtOps.Rollback.Migrations;

namespace XmrtOps.Rollback.Databases;

/// <summary>Which migrations are to be undone.</summary>
/// <param name="Versions">By version; empty where the last ones are meant.</param>
/// <param name="Last">The last so many; for plans only, so that nothing is undone that nobody named.</param>
/// <param name="As">How the history has it.</param>
/// <param name="Folder">The migrations on this machine; null: there are none.</param>
internal sealed record DatabaseRollbackRequest(IReadOnlyList<string> Versions, int? Last, RollbackStyle As, MigrationFolder? Folder)
    : RollbackRequest
{
    public override RollbackTarget Target => RollbackTarget.Database;
}
