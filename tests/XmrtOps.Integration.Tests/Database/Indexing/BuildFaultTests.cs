using System.Data.Common;
using XmrtOps.Database.Indexing;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Indexing;

/// <summary>What stands in the way of a build, and what a build that fails leaves.</summary>
public sealed class BuildFaultTests(SandboxServer server)
{
    private const string IsWaiting =
        """
        SELECT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = current_database() AND a.wait_event_type = 'Lock'
                       AND a.query LIKE '%INDEX CONCURRENTLY%')
        """;

    [Fact]
    public async Task An_old_snapshot_is_refused_by_name_and_waited_for_when_asked()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect();
        DbConnection holder = await database.HoldAsync("SELECT count(*) FROM public.webhook_logs");
        await database.UntilAsync("SELECT bool_or(now() - xact_start > interval '1 s') FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()");

        PwshResult refused = session.Run("New-XmrtIndex orders customer -Force -MaximumTransactionAge 1s");
        Assert.Equal(["IndexWouldWait"], refused.ErrorIds);
        Assert.Contains("pid ", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("tests", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("orders_pkey", await database.IndexesAsync());

        PwshRun waiting = session.Start("New-XmrtIndex orders customer -Force -MaximumTransactionAge 1s -AllowWaiting -Verbose");
        await waiting.UntilAsync(
            said => said.Verbose.Any(line => line.Contains("waits for pid", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken);
        await holder.DisposeAsync();
        PwshResult built = (await waiting.Completion).Succeeded();
        Assert.True(built.Of<IndexCreation>()[0].IsValid);
        Assert.Contains(built.Progress, progress => progress.StatusDescription.Contains("waiting for old snapshots: pid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_that_times_out_is_tried_again_and_leaves_nothing()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect($"timeout-{Guid.NewGuid():N}");
        await using DbConnection holder = await database.HoldAsync("SELECT count(*) FROM public.webhook_logs");

        PwshResult result = session.Run("New-XmrtIndex orders customer -Force -LockTimeout 1s");

        Assert.Equal(["IndexBuildFailed"], result.ErrorIds);
        Assert.Equal(2, result.Warnings.Count(warning => warning.Contains("of 3 failed", StringComparison.Ordinal)));
        Assert.Equal("orders_pkey", await database.IndexesAsync());
        Assert.Equal(
            "Failed",
            session.Run("(Get-XmrtJournal -All | Where-Object Connection -eq (Get-XmrtConnection).Name).State").Output[0]!.ToString());
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_is_cancelled_on_the_server_and_leaves_nothing()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect($"stop-{Guid.NewGuid():N}");
        await using DbConnection holder = await database.HoldAsync("SELECT count(*) FROM public.webhook_logs");

        PwshRun build = session.Start("New-XmrtIndex orders customer -Force");
        await database.UntilAsync(IsWaiting);
        Assert.Equal("orders_customer_idx INVALID, orders_pkey", await database.IndexesAsync());
        PwshResult stopped = await build.StopAsync();

        Assert.True(stopped.WasStopped);
        await database.UntilAsync("SELECT count(*) = 1 FROM pg_index WHERE indrelid = 'public.orders'::regclass");
        Assert.Equal(
            "Cancelled",
            session.Run("(Get-XmrtJournal -All | Where-Object Connection -eq (Get-XmrtConnection).Name).State").Output[0]!.ToString());
    }

    [Fact]
    public async Task A_backend_that_is_killed_leaves_an_account_and_nothing_else()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect($"kill-{Guid.NewGuid():N}");
        DbConnection holder = await database.HoldAsync("SELECT count(*) FROM public.webhook_logs");
        PwshRun build = session.Start("New-XmrtIndex orders customer -Force");
        await database.UntilAsync(IsWaiting);

        await database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'CREATE%INDEX CONCURRENTLY%' AND datname = current_database()");
        PwshResult result = await build.Completion;

        Assert.Equal(["IndexBuildFailed"], result.ErrorIds);
        Assert.Equal("orders_pkey", await database.IndexesAsync());
        await holder.DisposeAsync();
        Assert.True(session.Run("New-XmrtIndex orders customer -Force").Succeeded().Of<IndexCreation>()[0].IsValid);
    }

    [Fact]
    public async Task A_leftover_of_an_earlier_attempt_is_cleared_away()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync("SET ROLE postgres; CREATE INDEX orders_customer_idx ON public.orders (customer)");
        await database.RunAsync("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.orders_customer_idx'::regclass");
        using PwshSession session = database.Connect();

        IndexCreation creation = session.Run("New-XmrtIndex orders customer -Force").Succeeded().Of<IndexCreation>()[0];

        Assert.Equal((true, true, 1), (creation.IsCreated, creation.IsValid, creation.RemovedLeftovers));
        Assert.Equal("orders_customer_idx, orders_pkey", await database.IndexesAsync());
    }

    [Fact]
    public async Task Of_two_at_once_one_builds_and_the_other_is_told()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession first = database.Connect();
        using PwshSession second = database.Connect();
        DbConnection holder = await database.HoldAsync("SELECT count(*) FROM public.webhook_logs");
        PwshRun build = first.Start("New-XmrtIndex orders customer -Force");
        await database.UntilAsync(IsWaiting);

        Assert.Equal(["IndexBuildInProgress"], second.Run("New-XmrtIndex orders customer -Force").ErrorIds);
        Assert.Equal(["IndexBuildInProgress"], second.Run("New-XmrtIndex orders note -Force").ErrorIds);
        Assert.Equal(["IndexBuildInProgress"], second.Run("Remove-XmrtIndex orders_customer_idx -Force").ErrorIds);
        await holder.DisposeAsync();

        Assert.True((await build.Completion).Succeeded().Of<IndexCreation>()[0].IsValid);
        Assert.False(second.Run("New-XmrtIndex orders customer -Force").Succeeded().Of<IndexCreation>()[0].IsCreated);
    }

    [Fact]
    public async Task Duplicate_keys_and_taken_names_are_named()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect();

        PwshResult duplicate = session.Run("New-XmrtIndex orders customer -Unique -Force");
        Assert.Equal(["IndexBuildFailed"], duplicate.ErrorIds);
        Assert.Contains("have the same key", duplicate.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("orders_pkey", await database.IndexesAsync());
        Assert.Equal(["IndexNameTaken"], session.Run("New-XmrtIndex orders customer -Name webhook_logs -Force").ErrorIds);
        Assert.Equal(["IndexNameTaken"], session.Run("New-XmrtIndex orders customer -Name orders_pkey -Force").ErrorIds);
        Assert.Equal(["IndexTableUnfit"], session.Run("New-XmrtIndex order* customer -Force").ErrorIds);
        Assert.Equal(["ColumnMissing"], session.Run("New-XmrtIndex orders nothing -Force").Errors.Select(e => ((XmrtOps.Faults.XmrtException)e.Exception).InnerException is XmrtOps.Faults.XmrtException inner ? inner.ErrorId : e.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory]
    [InlineData("CREATE INDEX a ON public.orders (customer); DROP TABLE public.orders")]
    [InlineData("DROP TABLE public.orders")]
    [InlineData("CREATE INDEX ON public.orders (customer)")]
    [InlineData("CREATE INDEX a ON public.orders (customer) WHERE (true))")]
    [InlineData("CREATE INDEX a ON public.orders (customer) -- and so on")]
    [InlineData("CREATE INDEX a ON public.orders (customer) WHERE note = 'x")]
    [InlineData("CREATE TABLE a (b int)")]
    public async Task A_definition_is_one_index_and_nothing_more(string definition)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect();
        session.Set("definition", definition);

        Assert.Equal(["IndexDefinitionInvalid"], session.Run("New-XmrtIndex -Definition $definition -Force").ErrorIds);
        session.Set("where", "true) WHERE (note = 'x'");
        Assert.Equal(["IndexDefinitionInvalid"], session.Run("New-XmrtIndex orders customer -Where $where -Force").ErrorIds);
        Assert.Equal("orders_pkey", await database.IndexesAsync());
    }

    [Fact]
    public async Task Behind_a_transaction_pooler_it_is_refused_and_asking_is_too()
    {
        Assert.SkipWhen(PgBouncer.Program is null, "There is no pgbouncer on this machine.");
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await using PgBouncer bouncer = await PgBouncer.StartAsync(server);
        using PwshSession session = new();
        session.Set("url", database.UrlOf("postgres", server.Sandbox.Password, bouncer.Port));
        session.Run("$null = Connect-Xmrt $url -Name pooled").Succeeded();

        PwshResult refused = session.Run("New-XmrtIndex orders customer -Force; Remove-XmrtIndex orders_pkey -Force");
        Assert.Equal(["PoolerUnfit", "PoolerUnfit"], refused.ErrorIds);
        Assert.Contains("5432", refused.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        PwshResult found = session.Run("Get-XmrtQueryPlan 'SELECT * FROM public.orders WHERE customer = $1' | Find-XmrtMissingIndex -Verify").Succeeded();
        Assert.Null(found.Of<IndexProposal>()[0].IsVerified);
        Assert.Contains("pooler", found.Of<IndexProposal>()[0].NotVerifiedReason, StringComparison.Ordinal);
    }
}
