using System.Data.Common;
using System.Diagnostics;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Health;

/// <summary>
/// Asks a database's questions one after the other in one transaction, each in a savepoint, so that one that fails (a
/// table of another schema version, a privilege, its time) leaves the others alone.
/// </summary>
/// <param name="transaction">A READ ONLY transaction.</param>
/// <param name="timeout">Longest wait for one question.</param>
/// <param name="deadline">Ends a question that the server, or the way to it, does not end by itself.</param>
internal sealed class HealthQuestions(
    DatabaseTransaction transaction, TimeSpan timeout, HealthDeadline deadline)
{
    /// <summary>What to do about questions that were not asked.</summary>
    public const string Alone = "Ask for it alone with -Component, or give a longer -Timeout.";

    private readonly long _started = Stopwatch.GetTimestamp();
    private Dictionary<string, TableAccess> _tables = new(StringComparer.Ordinal);
    private string _role = "";
    private string? _blindness;

    public TimeSpan Timeout => timeout;

    /// <summary>Why nothing more is asked, or null: a server on which several questions ran out of time gets no more.</summary>
    public string? WhyEnough => Stopwatch.GetElapsedTime(_started) > timeout * HealthThresholds.DatabaseTimeouts
        ? $"not asked: the questions before took over {HealthWords.Span(timeout.TotalSeconds * HealthThresholds.DatabaseTimeouts)}"
        : null;

    /// <summary>Finds out what the role can see of the tables, once for all questions.</summary>
    public async Task LookAroundAsync(string role, IReadOnlyList<string> tables)
    {
        _role = role;
        try
        {
            List<TableAccess> found = await AskAsync(
                "Health/TableAccess.sql",
                [
                    tables.Select(table => table.Split('.')[0]).ToArray(),
                    tables.Select(table => table.Split('.')[1]).ToArray(),
                ],
                TableAccess.Read);
            _tables = found.ToDictionary(table => table.Name, StringComparer.Ordinal);
        }
        catch (XmrtException fault)
        {
            _tables = [];
            _blindness = HealthWords.Of(fault, timeout);
        }
    }

    /// <summary>A table's numbers, or why they could not be had. Rows that are hidden are not counted as none.</summary>
    public async Task<Measurement<T>> MeasureAsync<T>(string table, string sql, Func<DbDataReader, T> map)
        where T : class
    {
        Measurement<IReadOnlyList<T>> rows = await MeasureListAsync(table, sql, map);
        return new Measurement<T>(rows.Source, rows.Value?[0], rows.Reason, rows.Remedy);
    }

    /// <inheritdoc cref="MeasureAsync" />
    public async Task<Measurement<IReadOnlyList<T>>> MeasureListAsync<T>(
        string table, string sql, Func<DbDataReader, T> map)
    {
        string source = TableAccess.Short(table);
        TableAccess? access = _tables.GetValueOrDefault(table);
        if (access is null || access.WhyHidden(_role) is not null)
        {
            return new Measurement<IReadOnlyList<T>>(
                source, null, access?.WhyHidden(_role) ?? _blindness ?? $"there is no table {source}", access?.Remedy);
        }

        if (WhyEnough is { } enough)
        {
            return new Measurement<IReadOnlyList<T>>(source, null, $"{source}: {enough}", Alone);
        }

        try
        {
            return new Measurement<IReadOnlyList<T>>(source, await AskAsync(sql, [], map));
        }
        catch (XmrtException fault)
        {
            return new Measurement<IReadOnlyList<T>>(
                source, null, $"{source}: {HealthWords.Of(fault, timeout)}", SlowRemedy(fault, table));
        }
    }

    /// <summary>How long a round trip takes, in milliseconds.</summary>
    public async Task<double> PingAsync()
    {
        // Not the first statement, which pays for the start of the transaction and for code run for the first time.
        deadline.Arm(timeout);
        long started = Stopwatch.GetTimestamp();
        await transaction.RunAsync([("SELECT 1", [])], static (_, _) => Task.CompletedTask, deadline.Asking);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>The one row of a statement that takes no parameters.</summary>
    /// <exception cref="XmrtException">A condition of the statement; the transaction goes on.</exception>
    public async Task<T> AskAsync<T>(string sql, Func<DbDataReader, T> map) => (await AskAsync(sql, [], map))[0];

    /// <summary>All rows of a statement.</summary>
    /// <exception cref="XmrtException">A condition of the statement; the transaction goes on.</exception>
    public async Task<List<T>> AskAsync<T>(string sql, object?[] parameters, Func<DbDataReader, T> map)
    {
        deadline.Arm(timeout);
        List<T> rows = [];
        try
        {
            // One round trip. Only the middle one returns rows, so that the reader stands there from the start.
            await transaction.RunAsync(
                [("SAVEPOINT health", []), (Sql.Of(sql), parameters), ("RELEASE SAVEPOINT health", [])],
                async (statement, reader) =>
                {
                    while (statement == 0 && await reader.ReadAsync(deadline.Asking))
                    {
                        rows.Add(map(reader));
                    }
                },
                deadline.Asking);
            return rows;
        }
        catch (DbException exception) when (!DatabaseFaults.IsConnectionLoss(exception))
        {
            await transaction.RunAsync(
                [("ROLLBACK TO SAVEPOINT health", [])], static (_, _) => Task.CompletedTask, deadline.Asking);
            throw DatabaseFaults.Translate(exception, transaction.Target);
        }
    }

    // A table that is too long to be read within the limit stays so.
    private static string? SlowRemedy(XmrtException fault, string table) => fault.ErrorId == "StatementTimedOut"
        ? $"Run it again with a longer -Timeout, or index the time column of {table} (CREATE INDEX CONCURRENTLY)."
        : null;
}
