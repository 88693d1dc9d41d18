using System.Data.Common;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>Somebody else's session: it runs what a test wants to be seen, waited for or stopped.</summary>
internal sealed class OtherSession : IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly DbConnection _connection;
    private Task _running = Task.CompletedTask;

    private OtherSession(DbDataSource source, DbConnection connection, int processId)
    {
        _source = source;
        _connection = connection;
        ProcessId = processId;
    }

    public int ProcessId { get; }

    /// <summary>As postgres, in a test's database.</summary>
    public static Task<OtherSession> OpenAsync(TestDatabase database) => OpenAsync(database.Server.As(
        database.Server.Sandbox.UserName, database.Server.Sandbox.Password, database.Name));

    /// <summary>As whom and where the source says, which is disposed with the session.</summary>
    public static async Task<OtherSession> OpenAsync(DbDataSource source)
    {
        DbConnection connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT pg_backend_pid()";
        return new OtherSession(source, connection, (int)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>Runs statements to their end.</summary>
    public async Task RunAsync(string sql)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Starts a statement that is going to wait, and returns when it does: for a lock, or in pg_sleep.</summary>
    public async Task<Task> StartAsync(TestDatabase database, string sql) => await StartAsync(
        sql, question => database.ValueAsync<bool>(question));

    /// <inheritdoc cref="StartAsync(TestDatabase, string)" />
    /// <param name="sql">The statement.</param>
    /// <param name="ask">Asks the server a question by another session.</param>
    public async Task<Task> StartAsync(string sql, Func<string, Task<bool>> ask)
    {
        _running = RunAsync(sql);
        while (!await ask(
            $"SELECT count(*) > 0 FROM pg_stat_activity WHERE pid = {ProcessId} AND state = 'active' AND wait_event_type IN ('Lock', 'Timeout')"))
        {
            Assert.False(_running.IsCompleted, "The statement ended without waiting.");
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        return _running;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            // The server ends the statement when its client is gone or it is cancelled: not waited for.
            _ = _running.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        }

        await _source.DisposeAsync();
        if (_running.IsCompleted)
        {
            await _connection.DisposeAsync();
        }
    }
}
