using System.Diagnostics;
using System.Runtime.CompilerServices;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Tests.Cmdlets;

public sealed class PumpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(5000)]
    public void Records_come_whole_and_in_order(int count)
    {
        using PwshSession session = Session(new PumpSource("one", (_, _) => Numbers(count)));

        Assert.Equal(Enumerable.Range(0, count), session.Run("Invoke-TestPump -Source $sources").Succeeded().Of<int>());
    }

    [Fact]
    public void Sources_are_read_side_by_side_and_each_keeps_its_order()
    {
        // Each waits for the other: one after the other would never end.
        TaskCompletionSource first = new();
        TaskCompletionSource second = new();
        using PwshSession session = Session(
            new PumpSource("a", (_, c) => Meet("a", first, second, c)), new PumpSource("b", (_, c) => Meet("b", second, first, c)));

        IReadOnlyList<string> said = session.Run("Invoke-TestPump -Source $sources").Succeeded().Of<string>();

        Assert.Equal(["a0", "a1", "a2"], said.Where(s => s[0] == 'a'));
        Assert.Equal(["b0", "b1", "b2"], said.Where(s => s[0] == 'b'));
    }

    [Fact]
    public async Task A_record_is_shown_while_the_source_waits_for_the_next()
    {
        TaskCompletionSource gate = new();
        using PwshSession session = Session(new PumpSource("one", (_, c) => WithGate(gate.Task, c)));
        PwshRun run = session.Start("Invoke-TestPump -Source $sources");

        await run.UntilAsync(r => r.Output.Count == 1, Cancellation);
        gate.SetResult();

        Assert.Equal(["before", "after"], (await run.Completion).Succeeded().Of<string>());
    }

    [Fact]
    public async Task Notices_come_while_the_work_goes_on()
    {
        TaskCompletionSource gate = new();
        using PwshSession session = Session(new PumpSource("one", (notices, c) => Talk(notices, gate.Task, c)));
        PwshRun run = session.Start("Invoke-TestPump -Source $sources -Verbose");

        PwshResult meanwhile = await run.UntilAsync(
            r => r is { Warnings.Count: 1, Verbose.Count: 1, Progress.Count: 1, Information.Count: 1 }, Cancellation);

        Assert.False(run.Completion.IsCompleted);
        Assert.Equal("half of it is hidden", meanwhile.Warnings[0]);
        Assert.Equal("reading", meanwhile.Verbose[0]);
        Assert.Equal("Showing 1 of 2", meanwhile.Information[0].ToString());
        Assert.Equal(("Invoke-TestPump", "half way", 50), (meanwhile.Progress[0].Activity, meanwhile.Progress[0].StatusDescription, meanwhile.Progress[0].PercentComplete));
        gate.SetResult();
        Assert.Equal(["done"], (await run.Completion).Succeeded().Of<string>());
    }

    [Fact]
    public async Task Stop_ends_a_source_that_waits_and_lets_it_clean_up()
    {
        // The quickest of several: what is measured is the module, not how busy this machine is.
        List<TimeSpan> taken = [];
        for (int attempt = 0; attempt < 10 && (attempt == 0 || taken.Min() > TimeSpan.FromMilliseconds(100)); attempt++)
        {
            bool cleaned = false;
            using PwshSession session = Session(new PumpSource("one", (_, c) => Waiting(() => cleaned = true, c)));
            PwshRun run = session.Start("Invoke-TestPump -Source $sources");
            await run.UntilAsync(r => r.Output.Count == 1, Cancellation);

            Stopwatch watch = Stopwatch.StartNew();
            PwshResult result = await run.StopAsync();
            taken.Add(watch.Elapsed);

            Assert.True(result.WasStopped);
            Assert.True(cleaned);
            Assert.Empty(result.Errors);
        }

        Assert.InRange(taken.Min(), TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_pipeline_that_leaves_early_disposes_the_source()
    {
        bool cleaned = false;
        using PwshSession session = Session(new PumpSource("one", (_, c) => Waiting(() => cleaned = true, c)));

        PwshResult result = session.Run("do { Invoke-TestPump -Source $sources | ForEach-Object { $_; break } } while ($false)");

        Assert.Equal(["started"], result.Succeeded().Of<string>());
        Assert.True(cleaned);
    }

    [Fact]
    public void An_error_downstream_disposes_the_source()
    {
        bool cleaned = false;
        using PwshSession session = Session(new PumpSource("one", (_, c) => Waiting(() => cleaned = true, c)));

        PwshResult result = session.Run("Invoke-TestPump -Source $sources | ForEach-Object { throw 'enough' }");

        Assert.Equal("enough", result.Terminating!.ToString());
        Assert.True(cleaned);
    }

    [Fact]
    public void A_slow_reader_holds_the_source_back()
    {
        int produced = 0;
        int furthest = 0;
        using PwshSession session = Session(new PumpSource("one", (_, _) => Count()));
        session.Set("seen", (Action<int>)(n => furthest = Math.Max(furthest, Volatile.Read(ref produced) - n)));

        session.Run("Invoke-TestPump -Source $sources | ForEach-Object { $seen.Invoke($_) }").Succeeded();

        // Eight batches under way, one being written, one being filled.
        Assert.InRange(furthest, 1, 10 * 256);

        async IAsyncEnumerable<object> Count()
        {
            for (int i = 0; i < 20_000; i++)
            {
                Interlocked.Increment(ref produced);
                yield return i;
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public void A_source_that_fails_is_one_error_and_the_others_go_on()
    {
        PumpSource broken = new("broken", (_, _) => Broken());
        using PwshSession session = Session(
            new PumpSource("first", (_, _) => Numbers(300)), broken, new PumpSource("last", (_, _) => Numbers(300)));

        PwshResult result = session.Run("Invoke-TestPump -Source $sources");

        Assert.Equal(601, result.Output.Count);
        Assert.Equal(["ConnectionLost"], result.ErrorIds);
        Assert.Null(result.Terminating);
    }

    [Fact]
    public void A_fault_that_is_not_ours_names_the_source_it_came_from()
    {
        PumpSource odd = new("odd", (_, _) => throw new InvalidOperationException("odd"));
        using PwshSession session = Session(odd);

        PwshResult result = session.Run("Invoke-TestPump -Source $sources");

        Assert.Equal(["Unexpected"], result.ErrorIds);
        Assert.Same(odd, result.Errors[0].TargetObject);
    }

    [Fact]
    public void A_fault_ends_the_call_when_the_user_wants_that()
    {
        bool cleaned = false;
        using PwshSession session = Session(
            new PumpSource("broken", (_, _) => Broken()), new PumpSource("waiting", (_, c) => Waiting(() => cleaned = true, c)));

        PwshResult result = session.Run("Invoke-TestPump -Source $sources -ErrorAction Stop");

        Assert.Equal("ConnectionLost", result.Terminating!.FullyQualifiedErrorId.Split(',')[0]);
        Assert.True(cleaned);
    }

    private static PwshSession Session(params PumpSource[] sources)
    {
        PwshSession session = new();
        session.Set("sources", sources);
        session.Set("assembly", typeof(InvokeTestPumpCommand).Assembly);
        session.Run("Import-Module -Assembly $assembly").Succeeded();
        return session;
    }

    private static async IAsyncEnumerable<object> Numbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 100 == 99)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }

    private static async IAsyncEnumerable<object> Meet(
        string name, TaskCompletionSource here, TaskCompletionSource there, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return name + "0";
        here.SetResult();
        await there.Task.WaitAsync(cancellation);
        yield return name + "1";
        yield return name + "2";
    }

    private static async IAsyncEnumerable<object> WithGate(Task gate, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return "before";
        await gate.WaitAsync(cancellation);
        yield return "after";
    }

    private static async IAsyncEnumerable<object> Talk(
        INotices notices, Task gate, [EnumeratorCancellation] CancellationToken cancellation)
    {
        notices.Warn("half of it is hidden");
        notices.Verbose("reading");
        notices.Inform("Showing 1 of 2");
        notices.Progress(new ProgressNotice("half way", 50));
        await gate.WaitAsync(cancellation);
        yield return "done";
    }

    private static async IAsyncEnumerable<object> Waiting(Action cleanUp, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            yield return "started";
            await Task.Delay(TimeSpan.FromSeconds(30), cancellation);
            yield return "never";
        }
        finally
        {
            await Task.Yield();
            cleanUp();
        }
    }

    private static async IAsyncEnumerable<object> Broken()
    {
        yield return -1;
        await Task.Yield();
        throw Errors.ConnectionLost("db.example.net:5432/postgres");
    }
}
