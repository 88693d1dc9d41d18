using XmrtOps.Database.Indexing;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Indexing;

public sealed class RemoveIndexTests(SandboxServer server)
{
    private const string Needed =
        """
        CREATE TABLE public.needed (id integer PRIMARY KEY, code integer NOT NULL, span int4range, EXCLUDE USING gist (span WITH &&));
        CREATE UNIQUE INDEX needed_code_idx ON public.needed (code);
        ALTER TABLE public.needed REPLICA IDENTITY USING INDEX needed_code_idx;
        CREATE TABLE public.target (code integer);
        CREATE UNIQUE INDEX target_code_idx ON public.target (code);
        CREATE TABLE public.pointing (code integer REFERENCES public.target (code));
        CREATE TABLE public.parted (id integer) PARTITION BY HASH (id);
        CREATE TABLE public.parted_0 PARTITION OF public.parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
        CREATE INDEX parted_id_idx ON public.parted (id);
        """;

    [Theory]
    [InlineData("needed_pkey", "IndexNeeded", "primary key")]
    [InlineData("needed_span_excl", "IndexNeeded", "exclusion")]
    [InlineData("needed_code_idx", "IndexNeeded", "replication")]
    [InlineData("target_code_idx", "IndexNeeded", "foreign key")]
    [InlineData("parted_0_id_idx", "IndexNeeded", "parted_id_idx")]
    [InlineData("needed*", "IndexNotFound", "no index")]
    [InlineData("needed", "IndexNotFound", "no index")]
    [InlineData("pg_catalog.pg_class_oid_index", "IndexNotFound", "no index")]
    public async Task What_a_rule_rests_on_stays(string name, string errorId, string why)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Needed);
        long before = await database.ValueAsync<long>("SELECT count(*) FROM pg_index");
        using PwshSession session = database.Connect();
        session.Set("name", name);

        PwshResult result = session.Run("Remove-XmrtIndex $name -Force");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Contains(why, result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await database.ValueAsync<long>("SELECT count(*) FROM pg_index"));
    }

    [Fact]
    public async Task It_asks_shows_the_definition_and_is_gone_the_second_time()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync("SET ROLE postgres; CREATE INDEX orders_customer_idx ON public.orders (customer)");
        using PwshSession session = database.Connect();

        PwshResult no = session.Run("Remove-XmrtIndex orders_customer_idx", "No").Succeeded();
        Assert.Contains("CREATE INDEX orders_customer_idx ON public.orders", Assert.Single(no.Prompts).Message, StringComparison.Ordinal);
        session.Run("Remove-XmrtIndex orders_customer_idx -Force -WhatIf").Succeeded();
        Assert.Equal("orders_customer_idx, orders_pkey", await database.IndexesAsync());

        IndexRemoval removal = session.Run("Get-XmrtIndex -Name orders_customer_idx | Remove-XmrtIndex -Force")
            .Succeeded().Of<IndexRemoval>()[0];
        Assert.True(removal.SizeBytes > 0);
        Assert.Null(removal.IsVerified);
        Assert.Equal(["IndexNotFound"], session.Run("Remove-XmrtIndex orders_customer_idx -Force").ErrorIds);
    }

    [Fact]
    public async Task One_that_was_made_anew_in_another_way_since_it_was_shown_stays()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync("SET ROLE postgres; CREATE INDEX shown ON public.orders (customer)");
        using PwshSession session = database.Connect();
        session.Run("$shown = Get-XmrtIndex -Name shown").Succeeded();
        await database.RunAsync("SET ROLE postgres; DROP INDEX public.shown; CREATE INDEX shown ON public.orders (note)");

        Assert.Equal(["IndexChanged"], session.Run("$shown | Remove-XmrtIndex -Force").ErrorIds);
        Assert.Equal("orders_pkey, shown", await database.IndexesAsync());
    }

    [Fact]
    public async Task Of_one_name_in_several_schemas_the_schema_has_to_be_said()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            SET ROLE postgres; CREATE SCHEMA one; CREATE SCHEMA two;
            CREATE TABLE one.t (i integer); CREATE INDEX t_i ON one.t (i);
            CREATE TABLE two.t (i integer); CREATE INDEX t_i ON two.t (i);
            """.Replace("SET ROLE postgres; ", "", StringComparison.Ordinal) + " ALTER TABLE one.t OWNER TO postgres; ALTER TABLE two.t OWNER TO postgres; GRANT ALL ON SCHEMA one, two TO postgres;");
        using PwshSession session = database.Connect();

        Assert.Equal(["IndexNameAmbiguous"], session.Run("Remove-XmrtIndex t_i -Force").ErrorIds);
        session.Run("Remove-XmrtIndex t_i -Schema two -Force; Remove-XmrtIndex one.t_i -Force").Succeeded();
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 't_i'"));
    }

    [Fact]
    public async Task A_role_that_is_not_the_owner_is_refused_before_it_is_asked()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE TABLE public.foreign_own (i integer); CREATE INDEX foreign_own_i ON public.foreign_own (i)");
        using PwshSession session = database.Connect();

        Assert.Equal(["PermissionDenied"], session.Run("Remove-XmrtIndex foreign_own_i").ErrorIds);
        Assert.Equal(["PermissionDenied"], session.Run("New-XmrtIndex foreign_own i").ErrorIds);
    }

    [Fact]
    public async Task Verified_it_refuses_what_makes_known_statements_dearer_or_says_that_it_could_not_ask()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync("SET ROLE postgres; CREATE INDEX orders_customer_idx ON public.orders (customer)");
        await database.RunAsync("SELECT count(note) FROM public.orders WHERE customer = 5");
        string? missing = await database.InstallHypopgAsync();
        bool canHide = missing is null && Version.Parse(
            await database.ValueAsync<string>("SELECT extversion FROM pg_extension WHERE extname = 'hypopg'")) >= new Version(1, 4);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Remove-XmrtIndex orders_customer_idx -Verify -Force");

        if (canHide)
        {
            Assert.Equal(["QueriesWouldSlowDown"], result.ErrorIds);
            IndexRemoval removal = session.Run("Remove-XmrtIndex orders_customer_idx -Verify -AllowSlowerQuery -Force").Succeeded().Of<IndexRemoval>()[0];
            Assert.Contains(removal.SlowerQueries, query => query.CostAfter > query.CostBefore);
        }
        else
        {
            IndexRemoval removal = Assert.Single(result.Succeeded().Of<IndexRemoval>());
            Assert.Null(removal.IsVerified);
            Assert.Contains("hypopg", removal.NotVerifiedReason, StringComparison.Ordinal);
            Assert.Contains(result.Warnings, warning => warning.Contains("hypopg", StringComparison.Ordinal));
        }
    }
}
