using System.Data.Common;
using XmrtOps.Adapters;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>Connections to a sandbox, none of them kept open.</summary>
internal static class SandboxLogin
{
    public static DbDataSource As(RunningSandbox sandbox, string user, string password) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = sandbox.Host,
            Port = sandbox.Port,
            Database = sandbox.Database,
            UserName = user,
            Password = password,
            Tls = TlsMode.Disable,
            KeepOpen = false,
        },
        "tests");

    public static async Task<object?> ScalarAsync(DbDataSource source, string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
