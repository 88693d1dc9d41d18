using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Database.Baselines;

/// <summary>Baselines as rows of the state's tables.</summary>
internal static class BaselineRows
{
    /// <summary>Writes a baseline within the transaction under way.</summary>
    public static async Task InsertAsync(
        StateSession session,
        QueryBaseline baseline,
        IReadOnlyList<StatementEntry> entries,
        CancellationToken cancellation)
    {
        string id = baseline.Id.ToString();
        await session.ExecuteAsync("Database/Baselines/InsertBaseline.sql", Values(id, baseline), cancellation);
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string text in entries.Select(entry => entry.Query).OfType<string>())
        {
            texts.TryAdd(text, Hash(text));
        }

        await session.ExecuteAllAsync(
            "Database/Baselines/InsertText.sql",
            texts.Select(text => new object?[] { text.Value, text.Key }),
            cancellation);
        await session.ExecuteAllAsync(
            "Database/Baselines/InsertStatement.sql",
            entries.Select(entry => Values(id, entry, entry.Query is { } text ? texts[text] : null)),
            cancellation);
    }

    /// <exception cref="XmrtException">BaselineNotFound, BaselineDamaged.</exception>
    public static async Task<StatementSnapshot> ReadAsync(
        StateSession session, QueryBaseline baseline, CancellationToken cancellation)
    {
        List<StatementEntry> entries = [];
        try
        {
            await foreach (StatementEntry entry in session.QueryAsync(
                "Database/Baselines/BaselineStatements.sql", [baseline.Id.ToString()], Entry, cancellation))
            {
                entries.Add(entry);
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Errors.BaselineDamaged(baseline.Name, "what is kept of it is not what was saved", exception);
        }

        if (entries.Count == baseline.Statements)
        {
            return entries.Sum(entry => entry.Counters.Calls) == baseline.Calls
                ? new StatementSnapshot(baseline, entries)
                : throw Errors.BaselineDamaged(baseline.Name, "its statements do not add up to its calls");
        }

        // It may have been removed since it was listed.
        await foreach (Guid known in session.QueryAsync(
            "Database/Baselines/Baselines.sql", [], row => Guid.Parse(row.GetString(0)), cancellation))
        {
            if (known == baseline.Id)
            {
                throw Errors.BaselineDamaged(
                    baseline.Name,
                    string.Create(
                        CultureInfo.CurrentCulture,
                        $"of its {baseline.Statements:N0} statements {entries.Count:N0} are there"));
            }
        }

        throw Errors.BaselineNotFound(baseline.Name, baseline.Connection);
    }

    /// <exception cref="XmrtException">BaselineDamaged.</exception>
    public static QueryBaseline Header(DbDataReader row)
    {
        try
        {
            return new QueryBaseline
            {
                Id = Guid.Parse(row.GetString(0)),
                Name = row.GetString(1),
                Connection = row.GetString(2),
                TakenAt = StateTime.Read(row.GetInt64(3)),
                Target = row.GetString(4),
                SystemIdentifier = row.StringOrNull(5),
                DatabaseName = row.GetString(6),
                DatabaseOid = row.GetInt64(7),
                Role = row.GetString(8),
                ServerVersion = row.GetString(9),
                ServerVersionNumber = row.GetInt32(10),
                ExtensionVersion = row.GetString(11),
                StartedAt = StateTime.Read(row.GetInt64(12)),
                IsInRecovery = row.GetInt64(13) != 0,
                TracksIO = row.GetInt64(14) != 0,
                TracksPlanning = row.GetInt64(15) != 0,
                CountedSince = TimeOrNull(row, 16),
                Evictions = row.ValueOrNull<long>(17),
                HiddenStatements = row.GetInt64(18),
                Statements = row.GetInt32(19),
                Calls = row.GetInt64(20),
                TotalMs = row.GetDouble(21),
            };
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            throw Errors.BaselineDamaged(row.GetValue(1).ToString() ?? "", "what is kept of it is not what was saved", exception);
        }
    }

    private static object?[] Values(string id, QueryBaseline baseline) =>
    [
        id,
        baseline.Name,
        baseline.Connection,
        StateTime.Write(baseline.TakenAt),
        baseline.Target,
        baseline.SystemIdentifier,
        baseline.DatabaseName,
        baseline.DatabaseOid,
        baseline.Role,
        baseline.ServerVersion,
        baseline.ServerVersionNumber,
        baseline.ExtensionVersion,
        StateTime.Write(baseline.StartedAt),
        baseline.IsInRecovery ? 1L : 0L,
        baseline.TracksIO ? 1L : 0L,
        baseline.TracksPlanning ? 1L : 0L,
        baseline.CountedSince is { } since ? StateTime.Write(since) : null,
        baseline.Evictions,
        baseline.HiddenStatements,
        baseline.Statements,
        baseline.Calls,
        baseline.TotalMs,
    ];

    private static object?[] Values(string baseline, StatementEntry entry, string? text)
    {
        StatementCounters counters = entry.Counters;
        return
        [
            baseline,
            entry.RoleOid,
            entry.Role,
            entry.QueryId,
            entry.IsTopLevel is { } isTopLevel ? isTopLevel ? 1L : 0L : null,
            text,
            counters.Calls,
            counters.TotalMs,
            counters.Rows,
            counters.PlanMs,
            counters.ReadMs,
            counters.WriteMs,
            counters.SharedBlocksHit,
            counters.SharedBlocksRead,
            counters.SharedBlocksDirtied,
            counters.SharedBlocksWritten,
            counters.TempBlocksRead,
            counters.TempBlocksWritten,
            counters.WalBytes,
            entry.CountedSince is { } since ? StateTime.Write(since) : null,
        ];
    }

    private static StatementEntry Entry(DbDataReader row) => new()
    {
        RoleOid = row.GetInt64(0),
        Role = row.StringOrNull(1),
        QueryId = row.ValueOrNull<long>(2),
        IsTopLevel = row.ValueOrNull<long>(3) is { } flag ? flag != 0 : null,
        Query = row.StringOrNull(4),
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
        CountedSince = TimeOrNull(row, 18),
    };

    private static DateTimeOffset? TimeOrNull(DbDataReader row, int column) =>
        row.ValueOrNull<long>(column) is { } microseconds ? StateTime.Read(microseconds) : null;

    // SQLite keeps what it is given, also a text where a number belongs.
    private static bool IsUnreadable(Exception exception) =>
        exception is InvalidCastException or FormatException or OverflowException or ArgumentOutOfRangeException;

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
