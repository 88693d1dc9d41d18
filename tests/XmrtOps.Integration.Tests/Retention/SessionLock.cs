using System.Data.Common;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Another session that holds what its statement locked, until it is disposed.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly DbDataSource _source;
    private readonly DbConnection _connection;

    private SessionLock(DbDataSource source, DbConnection connection) => (_source, _connection) = (source, connection);

    public static async Task<SessionLock> TakeAsync(SandboxServer server, TestDatabase database, string sql)
    {
        DbDataSource source = server.Administrator(database.Name);
        DbConnection connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        SessionLock held = new(source, connection);
        await held.RunAsync("BEGIN; " + sql);
        return held;
    }

    public async Task RunAsync(string sql)
    {
        await using DbCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
