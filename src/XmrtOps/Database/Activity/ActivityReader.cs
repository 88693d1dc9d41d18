using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Activity;

/// <summary>Reads what the server does, and says what is hidden from the role.</summary>
internal static class ActivityReader
{
    // Rows of roles that we may not look at.
    private const string HiddenText = "<insufficient privilege>";

    /// <summary>The sessions that are wanted, worst first.</summary>
    /// <exception cref="XmrtException">BackendNotFound, and those of running SQL.</exception>
    public static async IAsyncEnumerable<BackendActivity> ReadAsync(
        XmrtConnection connection,
        ActivityFilter filter,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ActivitySnapshot snapshot = await SnapshotAsync(connection, filter.Role, filter.Database, notices, cancellation);
        List<BackendActivity> wanted = filter.Select(snapshot.Activities);
        List<BackendActivity> shown = [.. wanted.Skip((int)Math.Min(page.Skip, int.MaxValue))];
        shown = page.Count is { } count ? [.. shown.Take((int)Math.Min(count, int.MaxValue))] : shown;
        WarnOfHidden(snapshot, connection, notices);
        page.Announce(shown.Count, wanted.Count, "sessions", notices);
        if (filter == new ActivityFilter { IncludeSystemBackend = filter.IncludeSystemBackend }
            && filter.LeftOutAsIdle(snapshot.Activities) is > 0 and var idle)
        {
            notices.Inform(string.Create(
                CultureInfo.CurrentCulture,
                $"{connection.Name}: {idle:N0} idle session{(idle == 1 ? " is" : "s are")} left out; -All or -State Idle shows them."));
        }

        foreach (BackendActivity activity in shown)
        {
            yield return activity;
        }

        int[] missing = [.. (filter.ProcessIds ?? []).Where(pid => snapshot.Find(pid) is null)];
        if (missing.Length > 0)
        {
            throw Errors.BackendNotFound(connection.Target, missing);
        }
    }

    /// <summary>Everything, judged.</summary>
    public static Task<ActivitySnapshot> SnapshotAsync(
        XmrtConnection connection, Wildcard? role, Wildcard? database, INotices notices, CancellationToken cancellation) =>
        SnapshotAsync(connection, role, database, [], static _ => { }, notices, cancellation);

    /// <summary>Everything, judged, and the rows of further statements in the same round trip.</summary>
    public static async Task<ActivitySnapshot> SnapshotAsync(
        XmrtConnection connection,
        Wildcard? role,
        Wildcard? database,
        IReadOnlyList<(string Sql, object?[] Parameters)> more,
        Action<DbDataReader> readMore,
        INotices notices,
        CancellationToken cancellation)
    {
        object?[] names = [role?.Regex, database?.Regex];
        List<BackendActivity> rows = [];
        int answeredBy = 0;
        await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                await transaction.RunAsync(
                    [
                        (Sql.Of("Database/Activity/Backends.sql"), names),
                        (Sql.Of("Database/Activity/HorizonHolders.sql"), names),
                        ("SELECT pg_catalog.pg_backend_pid()", []),
                        .. more,
                    ],
                    async (index, reader) =>
                    {
                        while (await reader.ReadAsync(cancellation))
                        {
                            switch (index)
                            {
                                case 0:
                                    rows.Add(Backend(reader, connection.Name));
                                    break;
                                case 1:
                                    rows.Add(Holder(reader, connection.Name));
                                    break;
                                case 2:
                                    answeredBy = reader.GetInt32(0);
                                    break;
                                default:
                                    readMore(reader);
                                    break;
                            }
                        }
                    },
                    cancellation);
                return true;
            },
            cancellation);
        return Judged(rows, answeredBy);
    }

    /// <summary>Who blocks whom, and what is wrong with it.</summary>
    public static ActivitySnapshot Judged(IReadOnlyList<BackendActivity> rows, int answeredBy)
    {
        ILookup<int, BackendActivity> waiters = rows
            .SelectMany(row => row.BlockedBy.Select(blocker => (blocker, row)))
            .ToLookup(edge => edge.blocker, edge => edge.row);
        return new ActivitySnapshot(
            [.. rows.Select(row => ActivityJudgement.Judge(row, row.ProcessId is { } pid ? [.. waiters[pid]] : []))],
            rows.Count(row => row.IsHidden),
            answeredBy);
    }

    public static void WarnOfHidden(ActivitySnapshot snapshot, XmrtConnection connection, INotices notices)
    {
        if (snapshot.Hidden > 0)
        {
            notices.Warn(string.Create(
                CultureInfo.CurrentCulture,
                $"What {snapshot.Hidden:N0} session{(snapshot.Hidden == 1 ? " does is" : "s do is")} hidden from role "
                + $"{connection.Role}: grant pg_read_all_stats."));
        }
    }

    private static BackendActivity Backend(DbDataReader row, string connection)
    {
        string? query = row.StringOrNull(23);
        bool isHidden = query == HiddenText;
        DateTimeOffset now = row.GetTime(24);
        BackendState? state = StateOf(row.StringOrNull(9));
        DateTimeOffset? statementStart = row.TimeOrNull(14);
        bool isRunning = state is BackendState.Active or BackendState.FastPathCall;
        bool isIdle = state is BackendState.Idle or BackendState.IdleInTransaction or BackendState.IdleInTransactionAborted;
        double? statementMs = isRunning ? Since(statementStart, now) : null;
        double? idleMs = isIdle ? Since(row.TimeOrNull(15), now) : null;
        return new BackendActivity
        {
            Connection = connection,
            Kind = ActivityKind.Backend,
            ProcessId = row.GetInt32(0),
            LeaderProcessId = row.ValueOrNull<int>(1),
            ParallelWorkers = (int)row.GetInt64(2),
            Database = row.StringOrNull(3),
            Role = row.StringOrNull(4),
            IsSuperuser = row.ValueOrNull<bool>(5),
            Application = row.StringOrNull(6),
            ClientAddress = row.StringOrNull(7),
            BackendType = row.StringOrNull(8),
            State = state,
            WaitEventType = row.StringOrNull(10),
            WaitEvent = row.StringOrNull(11),
            BackendStart = row.TimeOrNull(12),
            TransactionStart = row.TimeOrNull(13),
            StatementStart = statementStart,
            StateChange = row.TimeOrNull(15),
            DurationMs = statementMs ?? idleMs,
            StatementMs = statementMs,
            TransactionMs = Since(row.TimeOrNull(13), now),
            IdleMs = idleMs,
            WaitMs = Since(row.TimeOrNull(16), now),
            IsWaiting = row.GetBoolean(28),
            WaitIsUpperBound = row.GetBoolean(17),
            BlockedBy = row.GetFieldValue<int[]>(18),
            TransactionId = Number(row.StringOrNull(19)),
            Xmin = Number(row.StringOrNull(20)),
            XminAge = row.ValueOrNull<long>(21),
            QueryId = row.StringOrNull(22),
            Query = isHidden || query is { Length: 0 } ? null : query,
            IsHidden = isHidden,
            MeasuredAt = now,
            IsOwn = row.ValueOrNull<bool>(25) == true,
            MaySignal = row.GetBoolean(26),
            IsNamed = row.GetBoolean(27),
        };
    }

    private static BackendActivity Holder(DbDataReader row, string connection)
    {
        DateTimeOffset now = row.GetTime(8);
        double? since = Since(row.TimeOrNull(4), now);
        return new BackendActivity
        {
            Connection = connection,
            Kind = Enum.Parse<ActivityKind>(row.GetString(0)),
            Name = row.GetString(1),
            Role = row.StringOrNull(2),
            Database = row.StringOrNull(3),
            TransactionStart = row.TimeOrNull(4),
            DurationMs = since,
            TransactionMs = since,
            Xmin = Number(row.StringOrNull(5)),
            XminAge = row.ValueOrNull<long>(6),
            IsInactiveSlot = row.ValueOrNull<bool>(7) == false,
            MeasuredAt = now,
            IsNamed = row.GetBoolean(9),
        };
    }

    public static BackendState? StateOf(string? state) => state switch
    {
        null => null,
        "active" => BackendState.Active,
        "idle" => BackendState.Idle,
        "idle in transaction" => BackendState.IdleInTransaction,
        "idle in transaction (aborted)" => BackendState.IdleInTransactionAborted,
        "fastpath function call" => BackendState.FastPathCall,
        "disabled" => BackendState.Disabled,
        "starting" => BackendState.Starting,
        _ => BackendState.Other,
    };

    // Clocks of a statement and of its reader may be some microseconds apart.
    private static double? Since(DateTimeOffset? start, DateTimeOffset now) =>
        start is { } begun ? Math.Round(Math.Max((now - begun).TotalMilliseconds, 0), 3) : null;

    private static long? Number(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
