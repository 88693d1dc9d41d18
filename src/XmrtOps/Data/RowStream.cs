using System.Data;
using System.Data.Common;
using XmrtOps.Notices;

namespace XmrtOps.Data;

/// <summary>An open reader with its transaction and connection.</summary>
internal sealed class RowStream : IAsyncDisposable
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly DbBatch _batch;

    private RowStream(DbConnection connection, DbTransaction transaction, DbBatch batch, DbDataReader reader)
    {
        _connection = connection;
        _transaction = transaction;
        _batch = batch;
        Reader = reader;
    }

    public DbDataReader Reader { get; }

    /// <summary>The read under way; whoever leaves meanwhile leaves it to the disposal.</summary>
    public Task<bool>? Reading { get; set; }

    /// <summary>All rows were read, so that there is nothing left to cancel.</summary>
    public bool IsFinished { get; set; }

    public static async Task<RowStream> OpenAsync(
        DbDataSource source, INotices notices, string sql, object?[] parameters, CancellationToken cancellation)
    {
        DbConnection connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            DbTransaction transaction = await connection
                .BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            DbBatch batch = connection.CreateBatch();
            batch.Transaction = transaction;
            batch.Timeout = (int)Limits.FirstRow.TotalSeconds;
            DatabaseTransaction.Add(
                batch, DatabaseTransaction.Prologue(Limits.Stream, isReadOnly: true, notices.Command), []);
            DatabaseTransaction.Add(batch, sql, parameters);
            DbDataReader reader = await batch.ExecuteReaderAsync(cancellation);
            await reader.NextResultAsync(cancellation);
            return new RowStream(connection, transaction, batch, reader);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsFinished)
        {
            // Disposing the reader alone would read the rest of the result to its end.
            _batch.Cancel();
        }

        try
        {
            if (Reading is { IsCompleted: false } reading)
            {
                await reading;
            }

            await Reader.DisposeAsync();
            await _transaction.DisposeAsync();
        }
        catch (Exception exception) when (!IsFinished && exception is DbException or OperationCanceledException)
        {
            // The cancellation that was asked for, or a connection that is gone anyway.
        }
        finally
        {
            await _batch.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }
}
