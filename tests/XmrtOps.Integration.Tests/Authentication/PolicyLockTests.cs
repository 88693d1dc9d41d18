using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Retention;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Test-XmrtPolicy beside others who hold locks: it waits 50 ms, says so, and holds up nobody.</summary>
public sealed class PolicyLockTests(SandboxServer server)
{
    private const string Notes = """
        CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
        INSERT INTO public.notes (body) SELECT 'x' FROM generate_series(1, 3);
        GRANT ALL ON public.notes TO authenticated, service_role;
        """;

    [Theory]
    [InlineData("LOCK TABLE public.notes IN SHARE ROW EXCLUSIVE MODE", "Allowed NotMeasured NotMeasured NotMeasured")]
    [InlineData("SELECT FROM public.notes FOR UPDATE", "Allowed Allowed NotMeasured NotMeasured")]
    public async Task What_somebody_else_has_locked_is_not_measured_and_said(string theirs, string outcomes)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Notes);
        using PwshSession session = database.Connect();
        await using SessionLock held = await SessionLock.TakeAsync(server, database, theirs);

        IReadOnlyList<PolicyTestResult> results = session.Run("Test-XmrtPolicy notes").Succeeded().Of<PolicyTestResult>();

        Assert.Equal(outcomes, string.Join(' ', results.Select(result => result.Outcome)));
        Assert.All(
            results.Where(result => result.Outcome == PolicyOutcome.NotMeasured),
            result => Assert.True(result.SqlState == "55P03" && result.Reason.Contains("Another session holds a lock", StringComparison.Ordinal), result.Reason));
        await held.RunAsync("ROLLBACK");
        Assert.All(
            session.Run("Test-XmrtPolicy notes").Succeeded().Of<PolicyTestResult>(),
            result => Assert.Equal(PolicyOutcome.Allowed, result.Outcome));
    }

    [Fact]
    public async Task A_table_that_nobody_may_even_read_now_is_not_measured_either()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Notes + "ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON public.notes USING (id > 0);");
        using PwshSession session = database.Connect();
        await using SessionLock held = await SessionLock.TakeAsync(server, database, "LOCK TABLE public.notes IN ACCESS EXCLUSIVE MODE");

        IReadOnlyList<PolicyTestResult> results = session.Run("Test-XmrtPolicy notes").Succeeded().Of<PolicyTestResult>();

        Assert.Equal(4, results.Count);
        Assert.All(results, result => Assert.Equal(PolicyOutcome.NotMeasured, result.Outcome));
        Assert.All(results, result => Assert.Contains("holds a lock", result.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_left_behind_neither_rows_nor_numbers_nor_locks()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Notes);
        using PwshSession session = database.Connect();

        IReadOnlyList<PolicyTestResult> results = session.Run("Test-XmrtPolicy notes").Succeeded().Of<PolicyTestResult>();

        Assert.Contains("notes RowExclusiveLock", results.Single(result => result.Action == PolicyCommand.Delete).Locks!);
        Assert.Equal(3, await database.ValueAsync<long>("SELECT count(*) FROM public.notes"));
        Assert.Equal(3, await database.ValueAsync<long>("SELECT last_value FROM public.notes_id_seq"));
        Assert.Equal(0, await database.ValueAsync<long>(
            "SELECT count(*) FROM pg_locks WHERE relation = 'public.notes'::regclass AND pid <> pg_backend_pid()"));
        // Nobody who waits for less than we do would have met us.
        await using SessionLock next = await SessionLock.TakeAsync(
            server, database, "SET LOCAL lock_timeout = '1ms'; LOCK TABLE public.notes IN ACCESS EXCLUSIVE MODE");
    }
}
