using System.Text.RegularExpressions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>How a run makes room for others, and says how far it is.</summary>
public sealed partial class RetentionPaceTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_throttle_pauses_after_each_batch_and_the_progress_tells_rate_and_time_left()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        PwshResult run = session.Run("Remove-XmrtLog 30d -MaximumRows 4000 -BatchTarget 10ms -Throttle 300ms -Force").Succeeded();

        RetentionResult result = Assert.Single(run.Of<RetentionResult>());
        Assert.InRange(result.Batches, 2, 4000);
        Assert.True(result.PausedMs >= (result.Batches - 1) * 300);
        Assert.True(result.DurationMs >= result.PausedMs - 50);
        Assert.Contains(run.Progress, said => TellsAll().IsMatch(said.StatusDescription) && said.PercentComplete > 0);
        Assert.Contains(run.Progress, said => said.RecordType == System.Management.Automation.ProgressRecordType.Completed);
    }

    [Fact]
    public async Task It_waits_while_vacuum_is_behind_and_goes_on_when_it_is_not()
    {
        await using TestDatabase database = await server.CopyAsync();
        // Rows of a transaction that is rolled back are as dead as any.
        await database.RunAsync(
            """
            CREATE TABLE public.parent (id int PRIMARY KEY, created_at timestamptz);
            CREATE TABLE public.child (parent int REFERENCES public.parent ON DELETE CASCADE);
            INSERT INTO public.parent SELECT i, '2020-01-01' FROM generate_series(1, 5000) i;
            GRANT ALL ON public.parent, public.child TO postgres;
            """);
        await database.RunAsync("BEGIN; INSERT INTO public.child SELECT NULL FROM generate_series(1, 1100000); ROLLBACK; CREATE INDEX ON public.child (parent)");
        using PwshSession session = database.Connect();
        PwshRun run;
        // No vacuum comes before the run has met what it leaves.
        await using (await SessionLock.TakeAsync(server, database, "LOCK TABLE public.child IN SHARE UPDATE EXCLUSIVE MODE"))
        {
            run = session.Start("Remove-XmrtLog 30d -Table parent -BatchTarget 10ms -Throttle 500ms -Force");
            await run.UntilAsync(
                said => said.Progress.Any(p => p.StatusDescription.StartsWith("Paused: vacuum is behind: 1,1", StringComparison.Ordinal)), Cancellation);
            Assert.False(run.Completion.IsCompleted);
        }

        await database.RunAsync("VACUUM public.child");
        RetentionResult result = Assert.Single((await run.Completion).Succeeded().Of<RetentionResult>());

        Assert.Equal((5000L, StopReason.Completed), (result.Deleted, result.StoppedBecause));
        Assert.True(result.PausedMs >= 2000);
    }

    [Fact]
    public async Task The_time_that_is_given_ends_a_pause_as_well()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.parent (id int PRIMARY KEY, created_at timestamptz);
            CREATE TABLE public.child (parent int REFERENCES public.parent ON DELETE CASCADE);
            INSERT INTO public.parent SELECT i, '2020-01-01' FROM generate_series(1, 20000) i;
            GRANT ALL ON public.parent, public.child TO postgres;
            """);
        await database.RunAsync("BEGIN; INSERT INTO public.child SELECT NULL FROM generate_series(1, 1100000); ROLLBACK; CREATE INDEX ON public.child (parent)");
        using PwshSession session = database.Connect();
        await using SessionLock vacuum = await SessionLock.TakeAsync(server, database, "LOCK TABLE public.child IN SHARE UPDATE EXCLUSIVE MODE");

        RetentionResult result = Assert.Single(session
            .Run("Remove-XmrtLog 30d -Table parent -BatchTarget 10ms -Throttle 500ms -MaximumDuration 3s -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal(StopReason.MaximumDuration, result.StoppedBecause);
        Assert.InRange(result.DurationMs, 3000, 60_000);
        Assert.Equal(20_000 - result.Deleted, await database.ValueAsync<long>("SELECT count(*) FROM public.parent"));
    }

    [Fact]
    public async Task Two_runs_at_once_with_an_archive_each_lose_no_row()
    {
        await using TestDatabase database = await server.CopyAsync();
        using TemporaryFolder folder = new();
        Dictionary<string, string> before = await TableImage.OfAsync(database, "public.webhook_logs");
        await TableImage.SettleAsync(database);
        using PwshSession one = database.Connect("one");
        using PwshSession other = database.Connect("other");
        one.Set("path", Path.Combine(folder.Path, "one"));
        other.Set("path", Path.Combine(folder.Path, "other"));
        const string script = "Remove-XmrtLog 1d -IncludePending -BatchTarget 20ms -Archive $path -Force";

        PwshResult[] results = await Task.WhenAll(one.Start(script).Completion, other.Start(script).Completion);

        long left = await database.ValueAsync<long>("SELECT count(*) FROM public.webhook_logs");
        Assert.Equal(21_000 - left, results.Sum(result => Assert.Single(result.Succeeded().Of<RetentionResult>()).Deleted));
        one.Run("Import-XmrtArchive $path -Force").Succeeded();
        other.Run("Import-XmrtArchive $path -Force").Succeeded();
        Assert.Equal(before, await TableImage.OfAsync(database, "public.webhook_logs"));
    }

    [GeneratedRegex(
        @"^public\.webhook_logs: [\d,]+ rows deleted of [\d,]+, [\d,]+/s, \d\d:\d\d:\d\d left$",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TellsAll();
}
