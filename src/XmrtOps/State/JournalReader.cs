using System.Data.Common;
using System.Text.Json;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.State;

/// <summary>Reads the journal, newest entries first.</summary>
internal static class JournalReader
{
    /// <exception cref="XmrtException">StateUnavailable, StateTooNew, StateDamaged.</exception>
    public static async Task<IReadOnlyList<JournalEntry>> ReadAsync(
        StateStore store, JournalQuery query, Page page, INotices notices, CancellationToken cancellation)
    {
        if (!store.Exists)
        {
            notices.Verbose($"There is no journal yet: {store.Path}");
            return [];
        }

        return await store.RunAsync(
            async session =>
            {
                (List<JournalEntry> found, bool isCut) = await PageAsync(session, query, page, cancellation);
                long total = isCut || (found.Count == 0 && page.Skip > 0)
                    ? await CountAsync(session, query, cancellation)
                    : page.Skip + found.Count;
                page.Announce(found.Count, total, "entries", notices);
                return found;
            },
            cancellation);
    }

    private static async Task<(List<JournalEntry> Found, bool IsCut)> PageAsync(
        StateSession session, JournalQuery query, Page page, CancellationToken cancellation)
    {
        List<JournalEntry> found = [];
        long passed = 0;
        await foreach (JournalEntry entry in session.QueryAsync("State/JournalEntries.sql", [From(query)], Map, cancellation))
        {
            if (!query.Wants(entry.Command, entry.Connection, entry.State) || passed++ < page.Skip)
            {
                continue;
            }

            if (found.Count == page.Count)
            {
                return (found, true);
            }

            found.Add(entry);
        }

        return (found, false);
    }

    private static async Task<long> CountAsync(StateSession session, JournalQuery query, CancellationToken cancellation)
    {
        long total = 0;
        await foreach ((string command, string? connection, JournalState state, long entries) in session.QueryAsync(
            "State/JournalCounts.sql",
            [From(query)],
            row => (row.GetString(1), Text(row, "connection"), StateOf(row), row.GetInt64(6)),
            cancellation))
        {
            total += query.Wants(command, connection, state) ? entries : 0;
        }

        return total;
    }

    private static long From(JournalQuery query) => query.Since is { } since ? StateTime.Write(since) : long.MinValue;

    private static JournalEntry Map(DbDataReader row)
    {
        JournalState state = StateOf(row);
        string host = row.GetString(row.GetOrdinal("host_name"));
        return new JournalEntry
        {
            Id = Guid.Parse(row.GetString(0)),
            BegunAt = StateTime.Read(row.GetInt64(1)),
            EndedAt = row.IsDBNull(2) ? null : StateTime.Read(row.GetInt64(2)),
            State = state,
            Command = row.GetString(4),
            Connection = Text(row, "connection"),
            Target = Text(row, "target"),
            Parameters = JsonSerializer.Deserialize(row.GetString(7), JournalJson.Default.DictionaryStringString)!,
            Summary = row.GetString(8),
            Result = Text(row, "result"),
            Undo = Text(row, "undo"),
            ErrorId = Text(row, "error_id"),
            Message = Text(row, "message") ?? Why(state, hasEnded: !row.IsDBNull(2), host),
            UserName = row.GetString(row.GetOrdinal("user_name")),
            HostName = host,
            ProcessId = row.GetInt32(row.GetOrdinal("process_id")),
        };
    }

    private static string? Why(JournalState state, bool hasEnded, string host) => state switch
    {
        JournalState.Interrupted => "The process ended before it could tell whether the change was made.",
        JournalState.Unknown when hasEnded => "The system went away at the moment that decides whether the change was made.",
        JournalState.Unknown => $"It has no outcome, and from here it cannot be told whether it still runs on {host}.",
        _ => null,
    };

    private static JournalState StateOf(DbDataReader row) => Text(row, "outcome") switch
    {
        "Succeeded" => JournalState.Succeeded,
        "Failed" => JournalState.Failed,
        "Cancelled" => JournalState.Cancelled,
        null => new ProcessMark(
            row.GetString(row.GetOrdinal("host_name")),
            row.GetInt32(row.GetOrdinal("process_id")),
            row.GetString(row.GetOrdinal("process_start"))).IsAlive() switch
        {
            true => JournalState.Running,
            false => JournalState.Interrupted,
            null => JournalState.Unknown,
        },
        _ => JournalState.Unknown,
    };

    private static string? Text(DbDataReader row, string column)
    {
        int ordinal = row.GetOrdinal(column);
        return row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
    }
}
