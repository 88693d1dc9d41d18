using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Data;

/// <summary>
/// One transaction under way. Its limits travel with its first statement, so that a read of one statement takes two
/// round trips in all: this, and the end of the transaction.
/// </summary>
internal sealed class DatabaseTransaction(
    DbConnection connection,
    DbTransaction transaction,
    Limits limits,
    bool isReadOnly,
    INotices notices,
    string target)
{
    // By this pg_stat_statements, and those who read the server's log, tell our statements from the application's.
    private const string OwnMark = " /* XmrtOps */";

    private string? _searchPath;
    private bool _isStarted;
    private bool _isPathPending;

    /// <summary>How messages name the database.</summary>
    public string Target => target;

    /// <summary>Makes a schema the search path of the transaction from the next statement on.</summary>
    public void UseSchema(string schema)
    {
        _searchPath = QuoteIdentifier(schema);
        _isPathPending = _isStarted;
    }

    /// <summary>All rows of one statement, mapped.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, object?[] parameters, Func<DbDataReader, T> map, CancellationToken cancellation)
    {
        List<T> rows = [];
        await RunAsync(
            [(sql, parameters)],
            async (_, reader) =>
            {
                while (await reader.ReadAsync(cancellation))
                {
                    rows.Add(map(reader));
                }
            },
            cancellation);
        return rows;
    }

    /// <summary>The one row of a statement that returns one, mapped.</summary>
    public async Task<T> SingleAsync<T>(
        string sql, object?[] parameters, Func<DbDataReader, T> map, CancellationToken cancellation) =>
        (await QueryAsync(sql, parameters, map, cancellation))[0];

    /// <summary>Several statements in one round trip; the reader stands at each result in turn. One that returns no rows has
    /// none, and is passed over; where nothing has, it is read once, at the end.</summary>
    public async Task RunAsync(
        IReadOnlyList<(string Sql, object?[] Parameters)> statements,
        Func<int, DbDataReader, Task> read,
        CancellationToken cancellation) => await ChangeAsync(statements, read, cancellation);

    /// <summary>As <see cref="RunAsync"/>.</summary>
    /// <returns>For each statement the rows that it changed, or returned.</returns>
    public async Task<long[]> ChangeAsync(
        IReadOnlyList<(string Sql, object?[] Parameters)> statements,
        Func<int, DbDataReader, Task> read,
        CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        await using DbBatch batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = limits.Statement == TimeSpan.Zero
            ? 0
            : (int)(limits.Statement + Limits.DriverGrace).TotalSeconds;
        bool hasPrologue = !_isStarted || _isPathPending;
        if (hasPrologue)
        {
            Add(
                batch,
                _isStarted ? $"SELECT {SearchPath(_searchPath!)}" : Prologue(limits, isReadOnly, notices.Command, _searchPath),
                []);
            _isStarted = true;
            _isPathPending = false;
        }

        foreach ((string sql, object?[] parameters) in statements)
        {
            Add(batch, sql, parameters);
        }

        await using DbDataReader reader = await batch.ExecuteReaderAsync(cancellation);
        if (hasPrologue)
        {
            await reader.NextResultAsync(cancellation);
        }

        int result = 0;
        do
        {
            await read(result++, reader);
        }
        while (await reader.NextResultAsync(cancellation));

        notices.Verbose(string.Create(
            CultureInfo.CurrentCulture,
            $"{target}: {statements.Count} statement(s) in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N1} ms"));
        return [.. batch.BatchCommands.Skip(hasPrologue ? 1 : 0).Select(command => (long)Math.Max(command.RecordsAffected, 0))];
    }

    /// <summary>Rows that a statement without a result changed.</summary>
    public async Task<long> ExecuteAsync(string sql, object?[] parameters, CancellationToken cancellation)
    {
        long affected = 0;
        await RunAsync(
            [(sql, parameters)],
            (_, reader) =>
            {
                affected = Math.Max(reader.RecordsAffected, 0);
                return Task.CompletedTask;
            },
            cancellation);
        return affected;
    }

    /// <summary>Writes what a COPY … TO STDOUT sends to a stream. Not as a transaction's first statement: the limits travel
    /// with that.</summary>
    public async Task CopyOutAsync(string copy, Stream destination, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        await Postgres.CopyOutAsync(
            connection, copy.Insert(copy.IndexOf(' ', StringComparison.Ordinal), OwnMark), destination, Limits.ArchiveRow, cancellation);
        notices.Verbose(string.Create(
            CultureInfo.CurrentCulture, $"{target}: copied in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N1} ms"));
    }

    /// <summary>Runs work that may fail without ending the transaction.</summary>
    /// <exception cref="XmrtException">What the work failed with, translated; the transaction goes on.</exception>
    public async Task<T> InSavepointAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await RunAsync([("SAVEPOINT xmrt", [])], static (_, _) => Task.CompletedTask, cancellation);
        try
        {
            T result = await work();
            await RunAsync([("RELEASE SAVEPOINT xmrt", [])], static (_, _) => Task.CompletedTask, cancellation);
            return result;
        }
        catch (DbException exception) when (!DatabaseFaults.IsConnectionLoss(exception))
        {
            await RunAsync([("ROLLBACK TO SAVEPOINT xmrt", [])], static (_, _) => Task.CompletedTask, cancellation);
            throw DatabaseFaults.Translate(exception, target);
        }
        catch (XmrtException fault) when (fault.InnerException is not DbException cause || !DatabaseFaults.IsConnectionLoss(cause))
        {
            await RunAsync([("ROLLBACK TO SAVEPOINT xmrt", [])], static (_, _) => Task.CompletedTask, cancellation);
            throw;
        }
    }

    /// <summary>Writes a name as SQL's delimited identifier.</summary>
    public static string QuoteIdentifier(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Prologue(Limits limits, bool isReadOnly, string command, string? searchPath = null) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
             SELECT set_config('transaction_read_only', '{(isReadOnly ? "on" : "off")}', true),
                    set_config('statement_timeout', '{(long)limits.Statement.TotalMilliseconds}', true),
                    set_config('lock_timeout', '{(long)limits.Lock.TotalMilliseconds}', true),
                    set_config('application_name', '{ApplicationName.Of(command)}', true)
             """)
        + (searchPath is null ? "" : ", " + SearchPath(searchPath));

    internal static void Add(DbBatch batch, string sql, object?[] parameters)
    {
        DbBatchCommand command = batch.CreateBatchCommand();
        // After the first word: what comes before it is not kept from PostgreSQL 18 on.
        int word = sql.AsSpan().IndexOfAny(" \n");
        command.CommandText = sql.Insert(word < 0 ? sql.Length : word, OwnMark);
        foreach (object? value in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private static string SearchPath(string quotedSchema) =>
        $"set_config('search_path', '{quotedSchema.Replace("'", "''", StringComparison.Ordinal)}', true)";
}
