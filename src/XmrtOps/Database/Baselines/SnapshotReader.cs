using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Baselines;

/// <summary>Reads all of pg_stat_statements of one database. It never resets anything.</summary>
internal static class SnapshotReader
{
    /// <exception cref="XmrtException">StatementsNotInstalled, StatementsNotLoaded, and those of running SQL.</exception>
    public static Task<StatementSnapshot> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) => connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                string? system = await SystemIdentifierAsync(transaction, cancellation);
                return await StatementsExtension.UseAsync(
                    transaction,
                    connection,
                    version => ReadInAsync(transaction, connection, version, system, cancellation),
                    cancellation);
            },
            cancellation);

    private static async Task<string?> SystemIdentifierAsync(DatabaseTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            return await transaction.InSavepointAsync(
                () => transaction.SingleAsync(
                    Sql.Of("Database/Baselines/SystemIdentifier.sql"), [], row => row.GetString(0), cancellation),
                cancellation);
        }
        catch (XmrtException refused) when (refused.ErrorId == "PermissionDenied")
        {
            return null;
        }
    }

    private static async Task<StatementSnapshot> ReadInAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        Version version,
        string? system,
        CancellationToken cancellation)
    {
        QueryBaseline? baseline = null;
        EntryCollector entries = new();
        string statements = StatementsExtension.For(
            version,
            "Database/Baselines/Statements.1.7.sql",
            "Database/Baselines/Statements.1.8.sql",
            "Database/Baselines/Statements.1.9.sql",
            "Database/Baselines/Statements.1.11.sql");
        await transaction.RunAsync(
            [
                (Sql.Of("Database/Baselines/SnapshotHeader.sql"), []),
                (StatementsExtension.EvictionsOf(version), []),
                (Sql.Of(statements), []),
            ],
            async (index, reader) =>
            {
                while (await reader.ReadAsync(cancellation))
                {
                    switch (index)
                    {
                        case 0:
                            baseline = Header(reader, connection, version, system);
                            break;
                        case 1:
                            baseline = baseline! with
                            {
                                CountedSince = reader.TimeOrNull(0),
                                Evictions = reader.ValueOrNull<long>(1),
                            };
                            break;
                        default:
                            entries.Add(Entry(reader));
                            break;
                    }
                }
            },
            cancellation);
        StatementCounters sum = StatementCounters.Sum(entries.All.Select(entry => entry.Counters));
        return new StatementSnapshot(
            baseline! with
            {
                Statements = entries.All.Count,
                HiddenStatements = entries.Hidden,
                Calls = sum.Calls,
                TotalMs = sum.TotalMs,
            },
            entries.All);
    }

    private static QueryBaseline Header(DbDataReader row, XmrtConnection connection, Version version, string? system) => new()
    {
        Name = StatementSnapshot.Now,
        Connection = connection.Name,
        Target = connection.Target,
        SystemIdentifier = system,
        ExtensionVersion = version.ToString(),
        TakenAt = row.GetTime(0),
        DatabaseName = row.GetString(1),
        DatabaseOid = row.GetInt64(2),
        Role = row.GetString(3),
        ServerVersion = row.GetString(4).Split(' ')[0],
        ServerVersionNumber = (int)row.GetInt64(5),
        StartedAt = row.GetTime(6),
        IsInRecovery = row.GetBoolean(7),
        TracksIO = row.GetBoolean(8),
        TracksPlanning = row.GetBoolean(9),
    };

    private static StatementEntry Entry(DbDataReader row) => new()
    {
        RoleOid = row.GetInt64(0),
        Role = row.StringOrNull(1),
        QueryId = row.ValueOrNull<long>(2),
        IsTopLevel = row.ValueOrNull<bool>(3),
        Query = StatementsExtension.Visible(row.StringOrNull(4)),
        Counters = new StatementCounters
        {
            Calls = row.GetInt64(5),
            TotalMs = row.GetDouble(6),
            Rows = row.GetInt64(7),
            PlanMs = row.ValueOrNull<double>(8),
            ReadMs = row.GetDouble(9),
            WriteMs = row.GetDouble(10),
            SharedBlocksHit = row.GetInt64(11),
            SharedBlocksRead = row.GetInt64(12),
            SharedBlocksDirtied = row.GetInt64(13),
            SharedBlocksWritten = row.GetInt64(14),
            TempBlocksRead = row.GetInt64(15),
            TempBlocksWritten = row.GetInt64(16),
            WalBytes = row.ValueOrNull<long>(17),
        },
        CountedSince = row.TimeOrNull(18),
    };
}
