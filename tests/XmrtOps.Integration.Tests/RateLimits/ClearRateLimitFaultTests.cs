using XmrtOps.Connections;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.RateLimits;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.RateLimits;

/// <summary>Whatever ends a reset in the middle: all counters are there, the journal says what is known, and the next reset
/// does its work.</summary>
public sealed class ClearRateLimitFaultTests(SandboxServer server)
{
    private const string Rows =
        """
        TRUNCATE public.rate_limits;
        INSERT INTO public.rate_limits (identifier, endpoint, window_start)
        SELECT 'client-' || i % 2, '/api', now() - i * interval '1 min' FROM generate_series(1, 40) i;
        """;

    private const string Count = "SELECT count(*) FROM public.rate_limits";

    private const string Gone = "DROP FUNCTION public.end_it() CASCADE";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    // The server ends the connection while it deletes, and while it commits.
    [InlineData("CREATE TRIGGER t AFTER DELETE ON public.rate_limits FOR EACH STATEMENT", "ConnectionLost", JournalState.Failed)]
    [InlineData("CREATE CONSTRAINT TRIGGER t AFTER DELETE ON public.rate_limits DEFERRABLE INITIALLY DEFERRED FOR EACH ROW", "OutcomeUnknown", JournalState.Unknown)]
    public async Task A_connection_that_is_cut_in_the_middle(string trigger, string errorId, JournalState state)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            $$"""
              {{Rows}}
              CREATE FUNCTION public.end_it() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
              {{trigger}} EXECUTE FUNCTION public.end_it();
              """);
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Clear-XmrtRateLimit client-1 -Force");

        Assert.Equal([errorId], result.ErrorIds);
        Assert.Empty(result.Of<RateLimitReset>());
        Assert.Equal(40, await database.ValueAsync<long>(Count));
        Assert.Equal(state, Assert.Single(database.Journal(session)).State);
        await database.RunAsync(Gone);
        Assert.Equal(20, Assert.Single(session.Run("Clear-XmrtRateLimit client-1 -Force").Succeeded().Of<RateLimitReset>()).RecordedRows);
    }

    [Fact]
    public async Task A_process_that_is_killed_clears_nothing_and_leaves_an_interrupted_entry()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        await using TestDatabase database = await server.CopyAsync();
        // Deletes, and then stays at it until the test lets it go.
        await database.RunAsync(
            $$"""
              {{Rows}}
              CREATE FUNCTION public.end_it() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN
                  WHILE NOT pg_try_advisory_xact_lock(4) LOOP PERFORM pg_sleep(0.01); END LOOP;
                  RETURN NULL;
              END $$;
              CREATE TRIGGER t AFTER DELETE ON public.rate_limits FOR EACH STATEMENT EXECUTE FUNCTION public.end_it();
              """);
        using PwshSession session = database.Connect();
        await using OtherSession held = await OtherSession.OpenAsync(database);
        await held.RunAsync("BEGIN; SELECT pg_advisory_xact_lock(4)");
        using ShellProcess shell = ShellProcess.Start(
            ["-Command", $"$null = Connect-Xmrt '{database.Url}' -Name killed; Clear-XmrtRateLimit -All -Force"], Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        while (await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%DELETE FROM public.rate_limits%' AND pid <> pg_backend_pid()") == 0)
        {
            Assert.False(ended.IsCompleted, "It ended without deleting anything.");
        }

        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        await held.RunAsync("ROLLBACK");
        // What the server is at, it ends first; then it sees that nobody is there to commit it.
        while (await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'XmrtOps%' AND state <> 'idle'") > 0)
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.Equal(40, await database.ValueAsync<long>(Count));
        Assert.Equal(JournalState.Interrupted, Assert.Single(database.Journal(session)).State);
        await database.RunAsync(Gone);
        Assert.Equal(40, Assert.Single(session.Run("Clear-XmrtRateLimit -All -Force").Succeeded().Of<RateLimitReset>()).RecordedRows);
    }

    [Fact]
    public async Task What_another_reset_has_cleared_meanwhile_is_not_counted_again()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect();
        XmrtConnection connection = (XmrtConnection)session.Run("Get-XmrtConnection").Succeeded().Output[0]!.BaseObject;
        RateLimitSelection all = new();

        RateLimitTally seen = await RateLimitEraser.PreviewAsync(connection, all, new Silence("test"), Cancellation);
        RateLimitReset other = Assert.Single(session.Run("Clear-XmrtRateLimit client-1 -Force").Succeeded().Of<RateLimitReset>());
        RateLimitTally cleared = await RateLimitEraser.ClearAsync(connection, all, new Silence("test"), Cancellation);

        Assert.Equal((40L, 20L, 20L), (seen.Rows, other.RecordedRows, cleared.Rows));
        Assert.Equal(0, await database.ValueAsync<long>(Count));
    }
}
