using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>What cannot be done rightly is refused with its cause, and nothing is deleted.</summary>
public sealed class RetentionRefusalTests(SandboxServer server)
{
    private const string Setup =
        """
        CREATE VIEW public.a_view AS SELECT * FROM public.webhook_logs;
        CREATE MATERIALIZED VIEW public.a_matview AS SELECT * FROM public.webhook_logs;
        CREATE EXTENSION IF NOT EXISTS postgres_fdw;
        CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw;
        CREATE FOREIGN TABLE public.a_foreign (id int, created_at timestamptz) SERVER elsewhere;
        CREATE TABLE public.no_key (created_at timestamptz);
        INSERT INTO public.no_key VALUES ('2020-01-01');
        CREATE TABLE public.odd_time (id int PRIMARY KEY, created_at text, at timestamptz);
        INSERT INTO public.odd_time VALUES (1, '2020-01-01', '2020-01-01');
        CREATE TABLE public.parted (id int PRIMARY KEY, created_at timestamptz);
        CREATE FOREIGN TABLE public.parted_far () INHERITS (public.parted) SERVER elsewhere;
        CREATE TABLE public.tree (id int PRIMARY KEY, parent int REFERENCES public.tree ON DELETE CASCADE, created_at timestamptz);
        INSERT INTO public.tree VALUES (1, NULL, '2020-01-01'), (2, 1, now());
        CREATE TABLE public.kept (id int PRIMARY KEY, created_at timestamptz);
        CREATE TABLE public.keeper (id int PRIMARY KEY, kept int REFERENCES public.kept);
        INSERT INTO public.kept VALUES (1, '2020-01-01'), (2, '2020-01-01');
        INSERT INTO public.keeper VALUES (1, 1);
        CREATE TABLE public.fired (id int PRIMARY KEY, created_at timestamptz);
        INSERT INTO public.fired VALUES (1, '2020-01-01');
        CREATE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
        CREATE TRIGGER on_delete BEFORE DELETE ON public.fired FOR EACH ROW EXECUTE FUNCTION public.fire();
        CREATE TABLE public.not_ours (id int PRIMARY KEY, created_at timestamptz);
        INSERT INTO public.not_ours VALUES (1, '2020-01-01');
        GRANT ALL ON public.a_view, public.no_key, public.odd_time, public.parted, public.tree, public.kept, public.keeper,
                     public.fired, public.a_foreign, public.a_matview TO postgres;
        REVOKE ALL ON public.not_ours FROM postgres;
        GRANT SELECT ON public.not_ours TO postgres;
        """;

    [Fact]
    public async Task Tables_that_cannot_be_emptied_by_age()
    {
        await using TestDatabase database = await server.CopyAsync();
        bool hasForeign = await database.ValueAsync<long>("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgres_fdw'") == 1;
        string setup = hasForeign ? Setup : string.Join('\n', Setup.Split('\n').Where(line =>
            !line.Contains("elsewhere", StringComparison.Ordinal) && !line.Contains("postgres_fdw", StringComparison.Ordinal)))
            .Replace("public.a_foreign, ", "", StringComparison.Ordinal);
        await database.RunAsync(setup);
        using PwshSession session = database.Connect();
        List<(string Arguments, string ErrorId)> cases =
        [
            ("30d -Table nobody", "TableNotFound"),
            ("30d -Table nobody.webhook_logs", "TableNotFound"),
            ("30d -Table a.b.c", "InvalidRelationName"),
            ("30d -Table webhook_*", "TableNotFound"),
            ("30d -Table a_view", "NotATable"),
            ("30d -Table a_matview", "NotATable"),
            ("30d -Table webhook_logs_pkey", "NotATable"),
            ("30d -Table no_key", "NoPrimaryKey"),
            ("30d -Table odd_time", "TimeColumnNotATime"),
            ("30d -Table odd_time -TimeColumn nothing", "TimeColumnMissing"),
            ("30d -Table tree", "CascadeCycle"),
            ("30d -Table kept", "RowsStillReferenced"),
            ("30d -Table fired", "DeleteTriggers"),
            ("30d -Table not_ours", "PermissionDenied"),
            ("59m", "AgeTooShort"),
            ("0s", "AgeTooShort"),
            ("-5d", "CutoffInFuture"),
            ("2999-01-01", "CutoffInFuture"),
            ("30", "BareNumberAsTime"),
            ("soon", "UnreadableTime"),
            ("30d -BatchTarget 1h", "DurationOutOfRange"),
            ("30d -Throttle 0s", "DurationNotPositive"),
            ("30d -MaximumDuration 2026-01-01", "NotADuration"),
            ("30d -MaximumRows 0", "ParameterArgumentValidationError"),
        ];
        if (hasForeign)
        {
            cases.AddRange([("30d -Table a_foreign", "NotATable"), ("30d -Table parted", "ForeignPartition")]);
        }

        string rows = await RowsAsync(database);
        foreach ((string arguments, string errorId) in cases)
        {
            PwshResult result = session.Run($"Remove-XmrtLog {arguments} -Force");
            Assert.True(errorId == Assert.Single(result.ErrorIds), $"{arguments}: {result.Screen}");
            Assert.DoesNotContain(result.Output, output => output!.BaseObject is not System.Management.Automation.ErrorRecord);
        }

        Assert.Equal(rows, await RowsAsync(database));
        // What may be overridden can be, by the switch that names it.
        Assert.Equal(1, session.Run("Remove-XmrtLog 30d -Table fired -AllowTriggers -Force").Succeeded().Of<XmrtOps.Retention.RetentionResult>()[0].Deleted);
        Assert.Equal(1, session.Run("Remove-XmrtLog 30d -Table odd_time -TimeColumn at -Force").Succeeded().Of<XmrtOps.Retention.RetentionResult>()[0].Deleted);
    }

    [Fact]
    public async Task A_role_that_row_level_security_blinds()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            GRANT DELETE, UPDATE ON ALL TABLES IN SCHEMA public TO app_reader;
            ALTER TABLE public.conversation_sessions DISABLE ROW LEVEL SECURITY;
            """);
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);
        session.Run("$null = Connect-Xmrt $url").Succeeded();

        Assert.Equal(["RowsHiddenByRls"], session.Run("Remove-XmrtLog 30d -Force").ErrorIds);
        // Of the sessions it sees all, of their messages none: what would go along could not be told.
        Assert.Equal(["RowsHiddenByRls"], session.Run("Remove-XmrtConversation 90d -Force").ErrorIds);
        Assert.Equal(21_000, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
        Assert.Equal(3_200, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions"));
    }

    [Theory]
    [InlineData("DROP TABLE public.conversation_sessions CASCADE", "TableNotFound")]
    [InlineData("ALTER TABLE public.conversation_sessions RENAME TO stored; CREATE VIEW public.conversation_sessions AS SELECT * FROM public.stored; GRANT ALL ON public.conversation_sessions TO postgres", "NotATable")]
    [InlineData("ALTER TABLE public.conversation_sessions DROP COLUMN updated_at CASCADE", "TimeColumnMissing")]
    [InlineData("ALTER TABLE public.conversation_messages RENAME TO stored", "RelationMissing")]
    [InlineData("ALTER TABLE public.conversation_sessions DROP CONSTRAINT conversation_sessions_pkey CASCADE", "NoPrimaryKey")]
    [InlineData("CREATE TABLE public.held (session uuid REFERENCES public.conversation_sessions); INSERT INTO public.held SELECT id FROM public.conversation_sessions; GRANT ALL ON public.held TO postgres", "RowsStillReferenced")]
    [InlineData("CREATE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'; CREATE TRIGGER t BEFORE DELETE ON public.conversation_messages FOR EACH ROW EXECUTE FUNCTION public.fire()", "DeleteTriggers")]
    public async Task Sessions_that_cannot_go_as_they_are_told(string change, string errorId)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(change);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Remove-XmrtConversation 90d -Force");

        Assert.True(errorId == Assert.Single(result.ErrorIds), result.Screen);
        Assert.Empty(result.Of<XmrtOps.Retention.RetentionResult>());
        if (errorId != "TableNotFound")
        {
            Assert.Equal(3_200, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions"));
        }
    }

    [Fact]
    public async Task A_server_in_read_only_mode_keeps_everything()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");
        using PwshSession session = database.Connect();

        foreach (string command in new[] { "Remove-XmrtLog 30d -Force", "Remove-XmrtConversation 90d -Force" })
        {
            Assert.Equal(["ReadOnlyServer"], session.Run(command).ErrorIds);
        }

        Assert.Equal(21_000, await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs"));
        Assert.Equal(3_200, await database.ValueAsync<long>("SELECT count(*) FROM public.conversation_sessions"));
    }

    [Fact]
    public async Task One_connection_that_refuses_does_not_keep_the_next_from_its_work()
    {
        await using TestDatabase here = await server.CopyAsync();
        await using TestDatabase there = await server.CopyAsync();
        await here.RunAsync("ALTER TABLE public.webhook_logs RENAME TO hook_logs");
        using PwshSession session = here.Connect("here");
        session.Set("there", there.Url);
        session.Run("$null = Connect-Xmrt $there -Name there").Succeeded();

        PwshResult result = session.Run("Remove-XmrtLog 30d -Connection here, there, nowhere -Force");

        Assert.Equal(["UnknownConnection", "TableNotFound"], result.ErrorIds);
        Assert.Equal(["there"], result.Output.Select(output => output!.BaseObject).OfType<XmrtOps.Retention.RetentionResult>().Select(r => r.Connection));
    }

    private static Task<string> RowsAsync(TestDatabase database) => database.ValueAsync<string>(
        """
        SELECT concat_ws(',', (SELECT count(*) FROM public.webhook_logs), (SELECT count(*) FROM public.no_key),
                         (SELECT count(*) FROM public.odd_time), (SELECT count(*) FROM public.tree),
                         (SELECT count(*) FROM public.kept), (SELECT count(*) FROM public.fired), (SELECT count(*) FROM public.not_ours))
        """);
}
