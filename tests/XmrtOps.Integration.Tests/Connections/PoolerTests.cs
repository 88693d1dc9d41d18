using XmrtOps.Connections;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.Connections;

public sealed class PoolerTests(SandboxServer server)
{
    [Fact]
    public async Task Everything_works_behind_a_transaction_pooler_and_leaves_nothing_behind()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine.");
        await using TestDatabase database = await server.CopyAsync();
        await using PgBouncer bouncer = await PgBouncer.StartAsync(server);
        using PwshSession session = new();
        session.Set("url", database.UrlOf("postgres", server.Sandbox.Password, bouncer.Port));

        XmrtConnection connection = session.Run("Connect-Xmrt $url -Name pooled").Succeeded().Of<XmrtConnection>()[0];
        Assert.Equal(PoolingMode.Transaction, connection.Pooling);
        Assert.Contains("two connections open at once", connection.PoolingEvidence, StringComparison.Ordinal);

        session.Run("Get-XmrtHealth").Succeeded();
        session.Run("Get-XmrtSystemStat").Succeeded();
        Assert.NotEmpty(session.Run("Get-XmrtSlowQuery").Succeeded().Output);
        Assert.NotEmpty(session.Run("Get-XmrtRateLimit -Since 100d").Succeeded().Output);
        Assert.NotEmpty(session.Run("Get-XmrtRateLimit -Raw -Since 100d -First 3").Succeeded().Output);
        Assert.Equal(
            0, session.Run("Clear-XmrtRateLimit -Identifier nobody -Force").Succeeded().Of<RateLimitReset>()[0].RecordedRows);

        // The pool's one server connection is as the server made it: what we set ended with our transactions.
        await using System.Data.Common.DbDataSource other = Adapters.Postgres.CreateDataSource(
            new Adapters.PostgresSettings
            {
                Host = "127.0.0.1",
                Port = bouncer.Port,
                Database = database.Name,
                UserName = "postgres",
                Password = server.Sandbox.Password,
                Tls = Adapters.TlsMode.Disable,
                KeepOpen = false,
            },
            "other");
        await using System.Data.Common.DbCommand command = other.CreateCommand(
            "SELECT current_setting('statement_timeout') || ' ' || current_setting('lock_timeout') || ' ' || current_setting('default_transaction_read_only')");
        Assert.Equal("0 0 off", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }
}
