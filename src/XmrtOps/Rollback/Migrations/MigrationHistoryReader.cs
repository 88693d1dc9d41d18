using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Rollback.Migrations;

/// <summary>Reads the history of migrations, all of it or not at all.</summary>
internal static class MigrationHistoryReader
{
    /// <exception cref="XmrtException">MigrationHistoryUnreadable: a part of a history is none.</exception>
    public static async Task<MigrationHistory> ReadAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        List<(bool IsReadable, bool IsFiltered, bool KeepsTimes)> tables = await transaction.QueryAsync(
            Sql.Of("Rollback/Migrations/HistoryColumns.sql"),
            [],
            row => (row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3)),
            cancellation);
        if (tables.Count == 0)
        {
            return new MigrationHistory(Exists: false, []);
        }

        (bool isReadable, bool isFiltered, bool keepsTimes) = tables[0];
        if (!isReadable || isFiltered)
        {
            throw Errors.MigrationHistoryUnreadable(
                transaction.Target, isReadable ? "row level security hides rows of it" : "this role may not read it");
        }

        return new MigrationHistory(
            Exists: true,
            await transaction.QueryAsync(
                Sql.Of("Rollback/Migrations/History.sql"),
                [keepsTimes],
                row => new AppliedMigration(
                    row.GetString(0),
                    row.StringOrNull(1),
                    row.IsDBNull(2) ? null : row.GetFieldValue<string[]>(2),
                    row.StringOrNull(3),
                    row.TimeOrNull(4)),
                cancellation));
    }
}
