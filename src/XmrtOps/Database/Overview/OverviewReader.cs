using System.Data.Common;
using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Overview;

/// <summary>Reads all that the overview is made of, in one snapshot and one round trip.</summary>
internal static class OverviewReader
{
    private const string HidesNothing = "pg_read_all_stats";

    /// <exception cref="XmrtException">Those of running SQL.</exception>
    public static async Task<DatabaseOverview> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        DatabaseOverview raw = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => ReadInAsync(transaction, connection, cancellation),
            cancellation);
        DatabaseOverview advised = raw with { Settings = [.. raw.Settings.Select(setting => SettingAdvice.To(setting, raw))] };
        return advised with { Findings = OverviewJudgement.Of(advised, connection.IsProduction) };
    }

    private static async Task<DatabaseOverview> ReadInAsync(
        DatabaseTransaction transaction, XmrtConnection connection, CancellationToken cancellation)
    {
        DatabaseOverview overview = null!;
        bool seesAll = true;
        List<ConnectionGroup> groups = [];
        List<ReplicationSlot> slots = [];
        List<Replica> replicas = [];
        List<DatabaseSetting> settings = [];
        List<DatabaseExtension> extensions = [];
        string checkpoints = connection.ServerVersionNumber >= 170000
            ? "Database/Overview/Checkpoints.17.sql"
            : "Database/Overview/Checkpoints.13.sql";
        await transaction.RunAsync(
            [
                (Sql.Of("Database/Overview/Overview.sql"), []),
                (Sql.Of("Database/Overview/ConnectionGroups.sql"), []),
                (Sql.Of("Database/Overview/LongestTransaction.sql"), []),
                (Sql.Of("Database/Overview/ReplicationSlots.sql"), []),
                (Sql.Of("Database/Overview/Replicas.sql"), []),
                (Sql.Of(checkpoints), []),
                (Sql.Of("Database/Overview/Settings.sql"), []),
                (Sql.Of("Database/Overview/Extensions.sql"), []),
            ],
            async (index, row) =>
            {
                while (await row.ReadAsync(cancellation))
                {
                    switch (index)
                    {
                        case 0:
                            overview = Base(row, connection.Name);
                            seesAll = row.GetBoolean(27);
                            break;
                        case 1:
                            groups.Add(Group(row));
                            break;
                        case 2:
                            overview = overview with { LongestTransaction = Longest(row) };
                            break;
                        case 3:
                            slots.Add(Slot(row));
                            break;
                        case 4:
                            replicas.Add(ReplicaOf(row));
                            break;
                        case 5:
                            overview = overview with
                            {
                                TimedCheckpoints = row.GetInt64(0),
                                RequestedCheckpoints = row.GetInt64(1),
                                CheckpointsSince = row.TimeOrNull(2),
                            };
                            break;
                        case 6:
                            settings.Add(Setting(row));
                            break;
                        default:
                            extensions.Add(Extension(row));
                            break;
                    }
                }
            },
            cancellation);
        int used = groups.Sum(group => group.Connections);
        return overview with
        {
            ConnectionsUsed = used,
            ConnectionsPercent = 100.0 * used / Math.Max(overview.ConnectionsUsable, 1),
            ConnectionGroups = groups,
            ReplicationSlots = slots,
            Replicas = replicas,
            Settings = settings,
            Extensions = extensions,
            NotMeasured = seesAll ? [] : [.. Hidden(overview, groups, replicas)],
        };
    }

    private static IEnumerable<string> Hidden(
        DatabaseOverview overview, List<ConnectionGroup> groups, List<Replica> replicas)
    {
        int connections = groups.Where(group => group.State is null).Sum(group => group.Connections);
        string grant = $"GRANT {HidesNothing} TO {DatabaseTransaction.QuoteIdentifier(overview.Role)}";
        if (connections > 0)
        {
            yield return string.Create(
                CultureInfo.CurrentCulture,
                $"The states and transactions of {connections:N0} connections are hidden from role {overview.Role}: {grant}");
        }

        int hidden = replicas.Count(replica => replica.State is null);
        if (hidden > 0)
        {
            yield return string.Create(
                CultureInfo.CurrentCulture,
                $"How far {hidden:N0} readers of the write-ahead log are behind is hidden from role {overview.Role}: {grant}");
        }
    }

    private static DatabaseOverview Base(DbDataReader row, string connection)
    {
        long hit = row.ValueOrNull<long>(9) ?? 0;
        long read = row.ValueOrNull<long>(10) ?? 0;
        long worst = row.GetInt64(21);
        return new DatabaseOverview
        {
            Connection = connection,
            MeasuredAt = row.GetTime(0),
            DatabaseName = row.GetString(1),
            Role = row.GetString(2),
            ServerVersion = row.GetString(3).Split(' ')[0],
            StartedAt = row.GetTime(4),
            IsInRecovery = row.GetBoolean(5),
            SinceReplaySeconds = row.ValueOrNull<double>(6),
            IsReadOnlyByDefault = row.GetBoolean(7),
            SizeBytes = row.GetInt64(8),
            BlocksHit = hit,
            BlocksRead = read,
            CacheHitPercent = hit + read >= OverviewThresholds.BlocksForARate ? 100.0 * hit / (hit + read) : null,
            Commits = row.ValueOrNull<long>(11) ?? 0,
            Rollbacks = row.ValueOrNull<long>(12) ?? 0,
            Deadlocks = row.ValueOrNull<long>(13) ?? 0,
            TempFiles = row.ValueOrNull<long>(14) ?? 0,
            TempBytes = row.ValueOrNull<long>(15) ?? 0,
            ChecksumFailures = row.ValueOrNull<long>(16),
            StatisticsSince = row.TimeOrNull(17),
            TransactionAge = row.GetInt64(18),
            MultixactAge = row.GetInt64(19),
            WraparoundDatabase = row.GetString(20),
            WraparoundAge = worst,
            WraparoundPercent = 100 * worst / OverviewThresholds.Ids,
            FreezeMaxAge = row.GetInt64(22),
            ConnectionsUsable = row.GetInt32(24),
            PreparedTransactions = (int)row.GetInt64(25),
            OldestPreparedSeconds = row.ValueOrNull<double>(26),
        };
    }

    private static ConnectionGroup Group(DbDataReader row) => new()
    {
        Role = row.StringOrNull(0),
        State = row.StringOrNull(1),
        Connections = (int)row.GetInt64(2),
    };

    private static OpenTransaction Longest(DbDataReader row) => new()
    {
        ProcessId = row.GetInt32(0),
        Role = row.StringOrNull(1),
        ApplicationName = row.StringOrNull(2),
        State = row.StringOrNull(3),
        OpenSeconds = row.GetDouble(4),
    };

    private static ReplicationSlot Slot(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        Type = row.StringOrNull(1),
        IsActive = row.GetBoolean(2),
        WalStatus = row.StringOrNull(3),
        SafeWalBytes = row.ValueOrNull<long>(4),
        RetainedBytes = row.ValueOrNull<long>(5),
        HorizonAge = row.ValueOrNull<long>(6),
    };

    private static Replica ReplicaOf(DbDataReader row) => new()
    {
        ApplicationName = row.StringOrNull(0),
        ClientAddress = row.StringOrNull(1),
        State = row.StringOrNull(2),
        SyncState = row.StringOrNull(3),
        BehindBytes = row.ValueOrNull<long>(4),
        ReplayLagSeconds = row.ValueOrNull<double>(5),
    };

    private static DatabaseSetting Setting(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        Value = row.StringOrNull(1),
        Unit = row.StringOrNull(2),
        Source = row.StringOrNull(3),
        IsPendingRestart = row.GetBoolean(4),
    };

    private static DatabaseExtension Extension(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        Version = row.GetString(1),
        Schema = row.GetString(2),
        AvailableVersion = row.StringOrNull(3),
    };
}
