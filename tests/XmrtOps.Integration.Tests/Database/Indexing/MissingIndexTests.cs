using XmrtOps.Database.Indexing;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Indexing;

public sealed class MissingIndexTests(SandboxServer server)
{
    [Theory]
    [InlineData("SELECT * FROM public.orders WHERE customer = $1 ORDER BY at DESC LIMIT 5", "(customer, at)")]
    [InlineData("SELECT * FROM public.orders WHERE at >= $1 AND customer = $2", "(customer, at)")]
    [InlineData("SELECT * FROM public.orders WHERE lower(note) = $1", "(lower(note))")]
    [InlineData("SELECT * FROM public.orders WHERE data->>'k' = $1", "((data ->> 'k'::text))")]
    [InlineData("SELECT * FROM public.orders WHERE customer = ANY ($1)", "(customer)")]
    [InlineData("SELECT * FROM public.orders WHERE state = 'open' AND at < $1", "(at) WHERE state = 'open'::text")]
    [InlineData("SELECT * FROM public.orders ORDER BY at DESC LIMIT 10", "(at)")]
    [InlineData("SELECT * FROM public.orders WHERE state = 'open' AND customer = 5", "(customer)")]
    [InlineData("DELETE FROM public.orders WHERE customer = $1", "(customer)")]
    [InlineData("SELECT o.* FROM public.conversation_sessions s JOIN public.orders o ON o.note = s.session_key WHERE s.id = $1", "(note)")]
    public async Task Columns_come_in_the_order_that_serves_and_the_planner_agrees(string query, string expected)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        bool canAsk = await database.InstallHypopgAsync() is null;
        using PwshSession session = database.Connect();
        session.Set("query", query);

        IndexProposal proposal = Assert.Single(
            session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex -Verify").Succeeded().Of<IndexProposal>());

        Assert.EndsWith(expected, proposal.Definition, StringComparison.Ordinal);
        Assert.StartsWith("CREATE INDEX CONCURRENTLY orders_", proposal.Definition, StringComparison.Ordinal);
        Assert.Equal((ProposalSource.QueryPlan, Severity.Warning, query), (proposal.Source, proposal.Severity, proposal.Query));
        Assert.Equal(canAsk ? true : null, proposal.IsVerified);
        Assert.Equal(canAsk, proposal.NotVerifiedReason is null);
        if (canAsk)
        {
            Assert.True(proposal.CostAfter <= proposal.CostBefore / 2);
        }

        // What is proposed can be built, and is not proposed again.
        session.Run($"{proposal.Remedy} -Force").Succeeded();
        await database.RunAsync("ANALYZE public.orders");
        Assert.Empty(session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex").Succeeded().Output);
    }

    [Fact]
    public async Task A_prefix_search_gets_an_operator_class_and_containment_gin()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync("ALTER TABLE public.orders ALTER COLUMN note TYPE text COLLATE \"en-x-icu\"; ANALYZE public.orders");
        using PwshSession session = database.Connect();

        Assert.EndsWith(
            "(note text_pattern_ops)",
            session.Run("Get-XmrtQueryPlan \"SELECT * FROM public.orders WHERE note LIKE 'note 29%'\" | Find-XmrtMissingIndex")
                .Succeeded().Of<IndexProposal>()[0].Definition,
            StringComparison.Ordinal);
        IndexProposal contained = session.Run(
            "Get-XmrtQueryPlan \"SELECT * FROM public.orders WHERE data @> '{\"\"k\"\": 5}'\" | Find-XmrtMissingIndex -Verify")
            .Succeeded().Of<IndexProposal>()[0];
        Assert.EndsWith("USING gin (data jsonb_path_ops)", contained.Definition, StringComparison.Ordinal);
        Assert.Null(contained.IsVerified);
        Assert.NotNull(contained.NotVerifiedReason);
    }

    [Theory]
    [InlineData("SELECT * FROM public.orders")]
    [InlineData("SELECT * FROM public.orders WHERE id = $1")]
    [InlineData("SELECT * FROM public.orders WHERE state = $1")]
    [InlineData("SELECT count(*) FROM public.orders WHERE date_trunc('day', at) = $1")]
    [InlineData("SELECT * FROM public.orders WHERE random() < 0.1")]
    [InlineData("SELECT * FROM public.orders WHERE customer = $1 OR note = $2")]
    [InlineData("SELECT * FROM pg_catalog.pg_attribute WHERE attname = 'x'")]
    public async Task Nothing_is_proposed_that_would_not_help(string query)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect();
        session.Set("query", query);

        Assert.Empty(session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex").Succeeded().Output);
    }

    [Fact]
    public async Task What_the_planner_would_not_use_is_said_and_not_handed_on()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        string? missing = await database.InstallHypopgAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        using PwshSession session = database.Connect();
        session.Set("query", "SELECT * FROM public.orders WHERE at > $1");

        PwshResult silent = session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex -Verify").Succeeded();
        Assert.Empty(silent.Output);
        Assert.Contains(silent.Information, line => line.ToString().Contains("-IncludeRejected", StringComparison.Ordinal));

        IndexProposal rejected = session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex -Verify -IncludeRejected")
            .Succeeded().Of<IndexProposal>()[0];
        Assert.False(rejected.IsVerified);
        Assert.NotNull(rejected.NotVerifiedReason);
        session.Set("rejected", rejected);
        Assert.Equal(["IndexProposalRejected"], session.Run("$rejected | New-XmrtIndex -Force").ErrorIds);
        Assert.Equal("orders_pkey", await database.IndexesAsync());
    }

    [Fact]
    public async Task Hypothetical_indexes_leave_nothing_behind()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        string? missing = await database.InstallHypopgAsync();
        Assert.SkipWhen(missing is not null, missing ?? "");
        using PwshSession session = database.Connect();
        session.Set("query", "SELECT * FROM public.orders WHERE customer = $1");

        session.Run("Get-XmrtQueryPlan $query | Find-XmrtMissingIndex -Verify").Succeeded();

        Assert.Contains(
            session.Run("Get-XmrtQueryPlan $query").Succeeded().Of<XmrtOps.Database.Plans.QueryPlan>()[0].Nodes,
            node => node.NodeType == "Seq Scan");
    }

    [Fact]
    public async Task Statements_that_need_the_same_index_share_one_proposal()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        using PwshSession session = database.Connect();

        IndexProposal proposal = Assert.Single(session.Run(
            """
            'SELECT note FROM public.orders WHERE customer = $1',
            'SELECT count(*) FROM public.orders WHERE customer = $1',
            'SELECT at FROM public.orders WHERE customer = $1 ORDER BY at LIMIT 3' |
                ForEach-Object { Get-XmrtQueryPlan $_ } | Find-XmrtMissingIndex
            """).Succeeded().Of<IndexProposal>());

        Assert.Equal(["customer", "at"], proposal.Columns);
        Assert.Equal(3, proposal.QueryCount);
    }

    [Fact]
    public async Task Foreign_keys_without_an_index_are_found_and_those_with_one_are_not()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE SCHEMA keys; SET search_path = keys;
            CREATE TABLE parent (a integer, b integer, PRIMARY KEY (a, b));
            CREATE TABLE bare (a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent ON DELETE CASCADE);
            CREATE TABLE other_order (a integer, b integer, c integer, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON other_order (b, a, c);
            CREATE TABLE partial (a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON partial (a, b) WHERE a IS NOT NULL AND b IS NOT NULL;
            CREATE TABLE too_partial (a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON too_partial (a, b) WHERE b > 7;
            CREATE TABLE too_short (a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX ON too_short (a);
            CREATE TABLE invalid (a integer, b integer, FOREIGN KEY (a, b) REFERENCES parent);
            CREATE INDEX invalid_idx ON invalid (a, b);
            CREATE TABLE "Mixed Case" ("A b" integer, "B""c" integer, FOREIGN KEY ("A b", "B""c") REFERENCES parent);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'invalid_idx'::regclass;
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<IndexProposal> proposals =
            session.Run("Find-XmrtMissingIndex 'keys.*'").Succeeded().Of<IndexProposal>();

        Assert.Equal(
            ["Mixed Case", "bare", "invalid", "too_partial", "too_short"],
            proposals.Select(proposal => proposal.Table).Order(StringComparer.Ordinal));
        // Small as they are, there is nothing to hurry.
        Assert.All(proposals, proposal => Assert.Equal(
            (ProposalSource.ForeignKey, Severity.Information, Confidence.High),
            (proposal.Source, proposal.Severity, proposal.Confidence)));
        // They are of another role: what cannot be built is said for each.
        Assert.Equal(
            Enumerable.Repeat("PermissionDenied", 5),
            session.Run("Find-XmrtMissingIndex 'keys.*' | New-XmrtIndex -Force").ErrorIds);
    }

    [Fact]
    public async Task A_table_that_is_read_whole_again_and_again_is_reported_without_columns()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        for (int i = 0; i < 60; i++)
        {
            await database.RunAsync("SELECT count(note) FROM public.orders");
        }

        await database.UntilAsync("SELECT seq_scan >= 60 AND n_live_tup >= 10000 FROM pg_stat_user_tables WHERE relid = 'public.orders'::regclass");
        using PwshSession session = database.Connect();

        IndexProposal proposal = Assert.Single(session.Run("Find-XmrtMissingIndex orders").Succeeded().Of<IndexProposal>());

        Assert.Equal((ProposalSource.SequentialScans, null), (proposal.Source, proposal.Definition));
        Assert.Contains("Get-XmrtSlowQuery -Text '*orders*'", proposal.Remedy, StringComparison.Ordinal);
        PwshResult built = session.Run("Find-XmrtMissingIndex orders | New-XmrtIndex -Force").Succeeded();
        Assert.Empty(built.Output);
        Assert.Contains(built.Warnings, warning => warning.Contains("not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Partitions_share_the_proposal_of_their_table()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            SET ROLE postgres;
            CREATE TABLE public.events (id bigint, kind integer, at timestamptz) PARTITION BY RANGE (id);
            CREATE TABLE public.events_1 PARTITION OF public.events FOR VALUES FROM (0) TO (20000);
            CREATE TABLE public.events_2 PARTITION OF public.events FOR VALUES FROM (20000) TO (40000) PARTITION BY HASH (kind);
            CREATE TABLE public.events_2_0 PARTITION OF public.events_2 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
            CREATE TABLE public.events_2_1 PARTITION OF public.events_2 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
            INSERT INTO public.events SELECT i, i % 5000, now() FROM generate_series(1, 39999) i;
            ANALYZE public.events;
            """);
        bool canAsk = await database.InstallHypopgAsync() is null;
        using PwshSession session = database.Connect();

        IndexCreation creation = Assert.Single(session.Run(
            "Get-XmrtQueryPlan 'SELECT * FROM public.events WHERE kind = $1' | Find-XmrtMissingIndex -Verify | New-XmrtIndex -Force")
            .Succeeded().Of<IndexCreation>());

        Assert.Equal(("events_kind_idx", true), (creation.Name, creation.IsUsed));
        Assert.Equal("events_kind_idx", await database.IndexesAsync("public.events"));
        Assert.Equal("events_2_kind_idx", await database.IndexesAsync("public.events_2"));
        Assert.Equal("events_2_1_kind_idx", await database.IndexesAsync("public.events_2_1"));
        Assert.Equal(5, await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_partition_tree('public.events_kind_idx') t JOIN pg_index i ON i.indexrelid = t.relid WHERE i.indisvalid"));
        Assert.True(canAsk || creation.CostBefore > creation.CostAfter);

        session.Set("creation", creation);
        session.Run("Remove-XmrtIndex events_kind_idx -Force").Succeeded();
        Assert.Equal("", await database.IndexesAsync("public.events_2_1"));
    }
}
