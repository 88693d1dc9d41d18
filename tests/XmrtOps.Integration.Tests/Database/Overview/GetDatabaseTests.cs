using System.Data.Common;
using XmrtOps.Database.Overview;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Overview;

public sealed class GetDatabaseTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_in_good_order_has_no_finding_and_every_number()
    {
        await using BareServer database = await BareServer.StartAsync();
        using PwshSession session = database.Connect("fine");

        DatabaseOverview overview = session.Run("Set-StrictMode -Version Latest; Get-XmrtDatabase").Succeeded().Of<DatabaseOverview>()[0];

        Assert.Empty(overview.Findings);
        Assert.Empty(overview.NotMeasured);
        Assert.Equal(("fine", "postgres"), (overview.Connection, overview.DatabaseName));
        Assert.InRange(overview.SizeBytes, 1_000_000, 1_000_000_000);
        Assert.InRange(overview.ConnectionsUsed, 1, 5);
        Assert.Equal(97, overview.ConnectionsUsable);
        Assert.Equal(overview.ConnectionsUsed, overview.ConnectionGroups.Sum(group => group.Connections));
        Assert.InRange(overview.TransactionAge, 1, 1_000_000);
        Assert.InRange(overview.WraparoundAge, overview.TransactionAge, 1_000_000);
        Assert.Equal(overview.WraparoundAge / 2147483648.0 * 100, overview.WraparoundPercent, 9);
        Assert.Equal((await database.ValueAsync<string>("SELECT current_setting('server_version')")).Split(' ')[0], overview.ServerVersion);
        Assert.Contains(overview.Extensions, extension => extension is { Name: "pg_stat_statements", IsOutdated: false, AvailableVersion: not null });
        Assert.Null(overview.LongestTransaction);
        Assert.Equal(
            await database.ValueAsync<long>("SELECT 8192 * setting::bigint FROM pg_settings WHERE name = 'shared_buffers'"),
            8192 * long.Parse(overview.Settings.Single(setting => setting.Name == "shared_buffers").Value!, null));
        // What our own transaction sets is not what the application gets.
        Assert.Equal("0", overview.Settings.Single(setting => setting.Name == "statement_timeout").Value);
    }

    [Fact]
    public async Task Too_few_blocks_tell_nothing_of_the_cache_and_many_do()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE DATABASE " + database.Name + "_empty TEMPLATE template0");
        using PwshSession session = new();
        session.Set("empty", database.Url.Replace($"/{database.Name}?", $"/{database.Name}_empty?", StringComparison.Ordinal));
        try
        {
            DatabaseOverview cold = session.Run("$null = Connect-Xmrt $empty; Get-XmrtDatabase").Succeeded().Of<DatabaseOverview>()[0];
            Assert.Null(cold.CacheHitPercent);
            Assert.DoesNotContain(cold.Findings, finding => finding.Code == "CacheHitLow");
        }
        finally
        {
            session.Run("Disconnect-Xmrt -Connection (Get-XmrtConnection)");
            await database.RunAsync("DROP DATABASE " + database.Name + "_empty WITH (FORCE)");
        }

        await database.RunAsync("CREATE TABLE public.seen AS SELECT i FROM generate_series(1, 3000000) i");
        await database.RunAsync("SELECT count(*) FROM public.seen");
        session.Set("url", database.Url);
        session.Run("$null = Connect-Xmrt $url").Succeeded();
        DatabaseOverview warm;
        DateTime deadline = DateTime.UtcNow.AddSeconds(60);
        do
        {
            // PostgreSQL 13 hands statistics on when it has time to.
            warm = session.Run("Get-XmrtDatabase").Succeeded().Of<DatabaseOverview>()[0];
        }
        while (warm.CacheHitPercent is null && DateTime.UtcNow < deadline);
        Assert.Equal(100.0 * warm.BlocksHit / (warm.BlocksHit + warm.BlocksRead), warm.CacheHitPercent);
    }

    [Fact]
    public async Task A_full_house_is_seen_over_a_connection_that_is_held_and_named_by_role()
    {
        await using BareServer database = await BareServer.StartAsync("max_connections = 12");
        await database.RunAsync("CREATE ROLE worker LOGIN PASSWORD 'worker'");
        await database.RunAsync("GRANT pg_read_all_stats TO app");
        using PwshSession session = database.Connect("full", url: database.AppUrl);
        List<DbConnection> crowd = [];
        await using DbDataSource source = database.As("worker", "worker");
        try
        {
            await Assert.ThrowsAnyAsync<DbException>(async () =>
            {
                while (true)
                {
                    crowd.Add(await BareServer.OpenAsync(source));
                }
            });

            DatabaseOverview overview = session.Run("Get-XmrtDatabase").Succeeded().Of<DatabaseOverview>()[0];

            Assert.Equal(100, overview.ConnectionsPercent);
            Finding finding = overview.Findings[0];
            Assert.Equal(("ConnectionsNearLimit", Severity.Critical), (finding.Code, finding.Severity));
            Assert.Contains("9 of 9", finding.Reason, StringComparison.Ordinal);
            Assert.Contains("worker 8", finding.Reason, StringComparison.Ordinal);
            Assert.Equal("Get-XmrtActivity -All -Connection full", finding.Remedy);
            Assert.Equal(8, overview.ConnectionGroups.Single(group => group is { Role: "worker", State: "idle" }).Connections);
        }
        finally
        {
            crowd.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task A_plain_role_gets_what_it_may_see_and_is_told_what_it_may_not()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        await using DbDataSource administrator = server.Administrator(database.Name);
        await using DbConnection other = await BareServer.OpenAsync(administrator);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Get-XmrtDatabase").Succeeded();

        DatabaseOverview overview = result.Of<DatabaseOverview>()[0];
        Assert.Null(overview.LongestTransaction);
        Assert.Contains(overview.ConnectionGroups, group => group is { Role: not null, State: null });
        string said = Assert.Single(overview.NotMeasured);
        Assert.Contains("GRANT pg_read_all_stats TO \"app_reader\"", said, StringComparison.Ordinal);
        Assert.Contains("(hidden from this role)", result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_is_read_as_one()
    {
        await using BareServer database = await BareServer.StartAsync();
        await database.BecomeStandbyAsync();
        using PwshSession session = database.Connect("standby", culture: "de-DE");

        PwshResult result = session.Run("Get-XmrtDatabase").Succeeded();

        DatabaseOverview overview = result.Of<DatabaseOverview>()[0];
        Assert.True(overview.IsInRecovery);
        Assert.Empty(overview.Findings);
        Assert.Contains("standby", result.Screen, StringComparison.Ordinal);
        Assert.Contains("connections", result.Screen, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Behind_a_transaction_pooler_it_is_the_same()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine.");
        await using TestDatabase database = await server.CopyAsync();
        await using PgBouncer bouncer = await PgBouncer.StartAsync(server);
        using PwshSession session = new();
        session.Set("url", database.UrlOf("postgres", server.Sandbox.Password, bouncer.Port));

        DatabaseOverview overview = session.Run("$null = Connect-Xmrt $url -Name pooled; Get-XmrtDatabase; $null = Save-XmrtQueryBaseline; Compare-XmrtQueryBaseline -Summary")
            .Succeeded().Output.Select(o => o!.BaseObject).OfType<DatabaseOverview>().Single();

        Assert.Equal(("pooled", database.Name), (overview.Connection, overview.DatabaseName));
    }

    [Fact]
    public async Task Slots_transactions_settings_and_extensions_that_are_wrong_are_found()
    {
        await using BareServer database = await BareServer.StartAsync(
            "autovacuum = off", "max_prepared_transactions = 2", "max_wal_senders = 2", "max_replication_slots = 2");
        await database.RunAsync("SELECT pg_create_physical_replication_slot('left_over', true)");
        await database.RunAsync("ALTER SYSTEM SET max_connections = 50");
        await database.RunAsync("SELECT pg_reload_conf()");
        await database.RunAsync("DROP EXTENSION pg_stat_statements");
        await database.RunAsync("CREATE EXTENSION pg_stat_statements VERSION '1.7'");
        await database.RunAsync("ALTER DATABASE postgres SET default_transaction_read_only = on");
        using PwshSession session = database.Connect("wrong");
        await using DbDataSource source = database.As("app", "app");
        await using DbConnection idle = await BareServer.OpenAsync(source);
        await using DbTransaction transaction = await idle.BeginTransactionAsync(Cancellation);
        await using (DbCommand command = idle.CreateCommand())
        {
            command.CommandText = "SELECT 1";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        DatabaseOverview overview;
        DateTime deadline = DateTime.UtcNow.AddSeconds(30);
        do
        {
            // The reload reaches our backend when it next looks.
            overview = session.Run("Get-XmrtDatabase").Succeeded().Of<DatabaseOverview>()[0];
        }
        while (!overview.Settings.Any(setting => setting.IsPendingRestart) && DateTime.UtcNow < deadline);

        string[] codes = [.. overview.Findings.Select(finding => finding.Code)];
        Assert.Equal(
            ["AutovacuumOff", "ExtensionOutdated", "ReadOnlyByDefault", "RestartPending", "SlotInactive"],
            codes.Order(StringComparer.Ordinal));
        Assert.Equal(overview.Findings.Select(f => f.Severity).OrderDescending(), overview.Findings.Select(f => f.Severity));
        Assert.All(overview.Findings, finding => Assert.NotNull(finding.Remedy));
        Assert.Equal(("app", "idle in transaction"), (overview.LongestTransaction!.Role, overview.LongestTransaction.State));
        ReplicationSlot slot = Assert.Single(overview.ReplicationSlots);
        Assert.False(slot.IsActive);
        Assert.NotNull(slot.RetainedBytes);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task The_view_keeps_to_the_console(int width)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(culture: "de-DE", width: width);

        PwshResult result = session.Run("Get-XmrtDatabase").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= width, line));
        // No word is broken: the first finding's reason can be read.
        Assert.Contains("fsync is off", result.Screen.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
