using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Data;

/// <summary>
/// Runs SQL on one database: reads in READ ONLY transactions, changes in transactions of their own, all with limits
/// that end with the transaction, so that it works through a transaction pooler and leaves nothing behind.
/// </summary>
/// <param name="source">Where connections come from; disposed with the client.</param>
/// <param name="target">How messages name the database.</param>
/// <param name="sessions">Where connections of their own come from, for what cannot run in a transaction; disposed with
/// the client. Null: the source pools nothing itself.</param>
internal sealed class DatabaseClient(DbDataSource source, string target, DbDataSource? sessions = null) : IAsyncDisposable
{
    private static readonly TimeSpan s_linger = TimeSpan.FromMilliseconds(50);

    /// <summary>How messages name the database.</summary>
    public string Target => target;

    /// <summary>What has been learnt of the server; asked for once.</summary>
    public ServerCapabilities Capabilities { get; } = new();

    /// <summary>Reads in one READ ONLY transaction of one snapshot, which is over when this returns.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<T> ReadAsync<T>(
        Limits limits, INotices notices, Func<DatabaseTransaction, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(source, limits, isReadOnly: true, notices, work, cancellation);

    /// <summary>Reads as <see cref="ReadAsync"/> does, over a connection that is closed afterwards: for what changes the
    /// state of a backend in ways that no rollback takes back.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<T> ReadAloneAsync<T>(
        Limits limits, INotices notices, Func<DatabaseTransaction, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(sessions ?? source, limits, isReadOnly: true, notices, work, cancellation);

    /// <summary>Changes rows in one transaction: all of it, or nothing.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>; OutcomeUnknown when the server
    /// goes away during the commit.</exception>
    public Task<T> WriteAsync<T>(
        Limits limits, INotices notices, Func<DatabaseTransaction, Task<T>> work, CancellationToken cancellation) =>
        RunAsync(source, limits, isReadOnly: false, notices, work, cancellation);

    /// <summary>Opens a connection that nobody else uses, for statements that refuse to run in a transaction.</summary>
    /// <exception cref="XmrtException">PoolerUnfit, and any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<DatabaseSession> OpenSessionAsync(Limits limits, INotices notices, CancellationToken cancellation) =>
        TranslateAsync(
            () => DatabaseSession.OpenAsync(sessions ?? source, limits, target, notices, cancellation), cancellation);

    /// <summary>Does what changes rows, to measure it, in a transaction that is rolled back whatever comes of it.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<T> RehearseAsync<T>(
        Limits limits, INotices notices, Func<DatabaseTransaction, Task<T>> work, CancellationToken cancellation) =>
        RehearseAsync(limits, isReadOnly: false, notices, work, cancellation);

    /// <summary>Does the same as <see cref="RehearseAsync{T}(Limits, INotices, Func{DatabaseTransaction, Task{T}}, CancellationToken)"/>,
    /// as a session that begins read-only where the application's do: that cannot be set off again.</summary>
    /// <exception cref="XmrtException">Any condition of <see cref="DatabaseFaults"/>.</exception>
    public Task<T> RehearseAsync<T>(
        Limits limits, bool isReadOnly, INotices notices, Func<DatabaseTransaction, Task<T>> work, CancellationToken cancellation) =>
        TranslateAsync(
            async () =>
            {
                await using DbConnection connection = await source.OpenConnectionAsync(cancellation);
                // Left in any way, it is disposed of, which rolls it back.
                await using DbTransaction transaction =
                    await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
                return await work(new DatabaseTransaction(connection, transaction, limits, isReadOnly, notices, target));
            },
            cancellation);

    /// <summary>Streams the rows of one statement from a READ ONLY transaction that stays open meanwhile. Left early,
    /// the statement is cancelled on the server. A batch goes out early when the server has to be waited for.</summary>
    public async IAsyncEnumerable<RecordBatch> StreamAsync(
        INotices notices,
        string sql,
        object?[] parameters,
        Func<DbDataReader, object> map,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using RowStream stream = await TranslateAsync(
            () => RowStream.OpenAsync(source, notices, sql, parameters, cancellation), cancellation);
        List<object?> batch = new(RecordBatch.Size);
        Task? linger = null;
        while (true)
        {
            // Most rows are in the buffer already: only those that have to be waited for pay for more than that.
            Task<bool> next = stream.Reader.ReadAsync(cancellation);
            stream.Reading = next;
            if (!next.IsCompleted && batch.Count is > 0 and < RecordBatch.Size)
            {
                // A server that is only about to send the next packet is waited for: each hand-over costs a switch of
                // threads. One timer for a batch, as there is a packet every 80 rows or so.
                linger ??= Task.Delay(s_linger, CancellationToken.None);
                await Task.WhenAny(next, linger);
            }

            if (batch.Count == RecordBatch.Size || (batch.Count > 0 && !next.IsCompleted))
            {
                yield return new RecordBatch(batch);
                batch = new List<object?>(RecordBatch.Size);
                linger = null;
            }

            if (!await (next.IsCompletedSuccessfully ? next : TranslateAsync(() => next, cancellation)))
            {
                stream.IsFinished = true;
                break;
            }

            batch.Add(map(stream.Reader));
        }

        if (batch.Count > 0)
        {
            yield return new RecordBatch(batch);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        if (sessions is not null)
        {
            await sessions.DisposeAsync();
        }
    }

    private Task<T> RunAsync<T>(
        DbDataSource from,
        Limits limits,
        bool isReadOnly,
        INotices notices,
        Func<DatabaseTransaction, Task<T>> work,
        CancellationToken cancellation) => TranslateAsync(
            async () =>
            {
                await using DbConnection connection = await from.OpenConnectionAsync(cancellation);
                await using DbTransaction transaction = await connection
                    .BeginTransactionAsync(isReadOnly ? IsolationLevel.RepeatableRead : IsolationLevel.ReadCommitted, cancellation);
                DatabaseTransaction scope = new(connection, transaction, limits, isReadOnly, notices, target);
                T result = await work(scope);
                await CommitAsync(transaction, isReadOnly, cancellation);
                return result;
            },
            cancellation);

    private async Task CommitAsync(DbTransaction transaction, bool isReadOnly, CancellationToken cancellation)
    {
        try
        {
            // A change that got this far is committed also when Ctrl+C arrives: better done than unknown.
            await transaction.CommitAsync(isReadOnly ? cancellation : CancellationToken.None);
        }
        catch (DbException lost) when (!isReadOnly && DatabaseFaults.IsConnectionLoss(lost))
        {
            throw Errors.OutcomeUnknown(target, lost);
        }
    }

    private async Task<T> TranslateAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (DatabaseFaults.IsKnown(exception, cancellation))
        {
            throw DatabaseFaults.Translate(exception, target);
        }
    }
}
