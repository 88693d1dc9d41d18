using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Data;

/// <summary>
/// A connection that nobody else uses, outside of any transaction: for what refuses to run in one, such as CREATE INDEX
/// CONCURRENTLY. Its settings are the session's, and end with the connection, which is never given back to a pool.
/// </summary>
internal sealed class DatabaseSession : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly INotices _notices;
    private readonly string _target;

    private DatabaseSession(DbConnection connection, INotices notices, string target)
    {
        _connection = connection;
        _notices = notices;
        _target = target;
    }

    /// <summary>The process id of the backend.</summary>
    public int ProcessId { get; private set; }

    /// <exception cref="XmrtException">PoolerUnfit.</exception>
    /// <exception cref="DbException">No connection.</exception>
    internal static async Task<DatabaseSession> OpenAsync(
        DbDataSource source, Limits limits, string target, INotices notices, CancellationToken cancellation)
    {
        DatabaseSession session = new(await source.OpenConnectionAsync(cancellation), notices, target);
        try
        {
            (int before, _) = await session.SetAsync(limits, cancellation);
            (session.ProcessId, string set) = await session.AskAsync(
                "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('application_name')", [], AsPair, cancellation);
            // Where a pooler of transactions went unnoticed, the setting went to a backend that others use.
            return before == session.ProcessId && set == ApplicationName.Of(notices.Command)
                ? session
                : throw Errors.PoolerUnfit(target, "settings of a session do not stay with it");
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Other limits from the next statement on.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task LimitAsync(Limits limits, CancellationToken cancellation) =>
        TranslateAsync(() => SetAsync(limits, cancellation), cancellation);

    /// <summary>Runs one statement outside of a transaction, as long as the session's limits allow.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>, with the driver's as its cause.</exception>
    public Task ExecuteAsync(string sql, CancellationToken cancellation) => TranslateAsync(
        async () =>
        {
            long started = Stopwatch.GetTimestamp();
            _notices.Verbose($"{_target}: {sql}");
            await using DbBatch batch = Prepare(sql, []);
            await batch.ExecuteNonQueryAsync(cancellation);
            _notices.Verbose(string.Create(
                CultureInfo.CurrentCulture,
                $"{_target}: done in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N1} ms"));
            return true;
        },
        cancellation);

    /// <summary>The one row of a statement that returns one, mapped.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<T> SingleAsync<T>(
        string sql, object?[] parameters, Func<DbDataReader, T> map, CancellationToken cancellation) =>
        TranslateAsync(() => AskAsync(sql, parameters, map, cancellation), cancellation);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static (int ProcessId, string Text) AsPair(DbDataReader row) => (row.GetInt32(0), row.GetString(1));

    private Task<(int ProcessId, string Lock)> SetAsync(Limits limits, CancellationToken cancellation) => AskAsync(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
             SELECT pg_catalog.pg_backend_pid(),
                    pg_catalog.set_config('lock_timeout', '{(long)limits.Lock.TotalMilliseconds}', false),
                    pg_catalog.set_config('statement_timeout', '{(long)limits.Statement.TotalMilliseconds}', false),
                    pg_catalog.set_config('application_name', '{ApplicationName.Of(_notices.Command)}', false)
             """),
        [],
        AsPair,
        cancellation);

    private async Task<T> AskAsync<T>(
        string sql, object?[] parameters, Func<DbDataReader, T> map, CancellationToken cancellation)
    {
        await using DbBatch batch = Prepare(sql, parameters);
        await using DbDataReader reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return map(reader);
    }

    private DbBatch Prepare(string sql, object?[] parameters)
    {
        DbBatch batch = _connection.CreateBatch();
        // The server's own limits hold; the driver's would leave a build without its result.
        batch.Timeout = 0;
        DatabaseTransaction.Add(batch, sql, parameters);
        return batch;
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (DatabaseFaults.IsKnown(exception, cancellation))
        {
            throw DatabaseFaults.Translate(exception, _target);
        }
    }
}
