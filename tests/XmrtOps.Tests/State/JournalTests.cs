using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

public sealed class JournalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_intent_is_there_before_its_outcome()
    {
        using StateFixture state = new();

        JournalIntent intent = await state.Journal.BeginAsync(
            StateFixture.Details("clear 3 windows") with
            {
                Parameters = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Identifier"] = "a'b\n*", ["Token"] = "***", ["Before"] = null },
                Undo = "none",
            },
            Cancellation);
        JournalEntry running = Assert.Single(await state.ReadAsync());
        await intent.SucceededAsync("cleared 3 windows, 412 requests");
        JournalEntry done = Assert.Single(await state.ReadAsync());

        Assert.Equal(JournalState.Running, running.State);
        Assert.Null(running.EndedAt);
        Assert.Null(running.DurationMs);
        Assert.Equal(intent.Id, running.Id);
        Assert.Equal(7, running.Id.Version);
        Assert.Equal("a'b\n*", running.Parameters["Identifier"]);
        Assert.Null(running.Parameters["Before"]);
        Assert.Equal(Environment.UserName, running.UserName);
        Assert.Equal(Environment.MachineName, running.HostName);
        Assert.Equal(Environment.ProcessId, running.ProcessId);
        Assert.InRange(DateTimeOffset.Now - running.BegunAt, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(JournalState.Succeeded, done.State);
        Assert.Equal("cleared 3 windows, 412 requests", done.Result);
        Assert.Equal(("production", "db.example.net:5432/postgres", "none"), (done.Connection, done.Target, done.Undo));
        Assert.True(done.DurationMs >= 0);
    }

    [Fact]
    public async Task Each_outcome_shows_as_its_state_and_the_first_one_stays()
    {
        using StateFixture state = new();
        foreach (Func<JournalIntent, Task> end in new Func<JournalIntent, Task>[]
        {
            i => i.FailedAsync("LockTimedOut", "another session holds a lock"), i => i.CancelledAsync(), i => i.OutcomeUnknownAsync(),
            i => i.SucceededAsync("done"),
        })
        {
            JournalIntent intent = await state.Journal.BeginAsync(StateFixture.Details("clear"), Cancellation);
            await end(intent);
            await intent.FailedAsync("TooLate", "a second outcome");
        }

        IReadOnlyList<JournalEntry> entries = await state.ReadAsync();

        Assert.Equal(
            [JournalState.Succeeded, JournalState.Unknown, JournalState.Cancelled, JournalState.Failed],
            entries.Select(e => e.State));
        Assert.Equal(("LockTimedOut", "another session holds a lock"), (entries[3].ErrorId, entries[3].Message));
        Assert.Contains("went away", entries[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_ended_process_left_open_was_interrupted()
    {
        using StateFixture state = new();
        ProcessMark own = ProcessMark.Current;
        await state.BeginAsAsync(own.HostName, own.Id, own.Start);
        // The same id, used again.
        await state.BeginAsAsync(own.HostName, own.Id, OperatingSystem.IsLinux() ? own.Start + "1" : "1");
        await state.BeginAsAsync(own.HostName, int.MaxValue, own.Start);
        await state.BeginAsAsync("another-host", own.Id, own.Start);

        IReadOnlyList<JournalEntry> entries = await state.ReadAsync();

        Assert.Equal(
            [JournalState.Unknown, JournalState.Interrupted, JournalState.Interrupted, JournalState.Running],
            entries.Select(e => e.State));
        Assert.Contains("another-host", entries[0].Message, StringComparison.Ordinal);
        Assert.Single(await state.ReadAsync(new JournalQuery { States = [JournalState.Running] }));
        Assert.Equal(2, (await state.ReadAsync(new JournalQuery { States = [JournalState.Interrupted] })).Count);
    }

    [Fact]
    public async Task Without_a_place_to_write_nothing_is_begun()
    {
        using StateFixture state = new();
        await File.WriteAllTextAsync(state.Home.Path, "in the way", Cancellation);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(
            () => state.Journal.BeginAsync(StateFixture.Details("clear"), Cancellation));

        Assert.Equal("JournalUnavailable", fault.ErrorId);
        Assert.Contains("nothing was changed", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-WithoutJournal", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_of_nothing_writes_nothing()
    {
        JournalIntent intent = await Journal.None.BeginAsync(StateFixture.Details("clear"), Cancellation);

        await intent.SucceededAsync("done");
        await intent.FailedAsync("Any", "any");

        Assert.NotEqual(Guid.Empty, intent.Id);
    }

    [Fact]
    public async Task A_change_is_recorded_with_what_became_of_it()
    {
        using StateFixture state = new();
        HeardNotices notices = new();
        XmrtException fault = Errors.LockTimedOut("db");

        int result = await RecordAsync(state, notices, () => Task.FromResult(42));
        XmrtException thrown = await Assert.ThrowsAsync<XmrtException>(() => RecordAsync(state, notices, () => throw fault));
        await Assert.ThrowsAsync<XmrtException>(() => RecordAsync(state, notices, () => throw Errors.OutcomeUnknown("db")));
        await Assert.ThrowsAsync<OperationCanceledException>(() => RecordAsync(state, notices, () => throw new OperationCanceledException()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RecordAsync(state, notices, () => throw new InvalidOperationException("odd")));

        Assert.Equal(42, result);
        Assert.Same(fault, thrown);
        Assert.Equal(
            [
                (JournalState.Failed, "Unexpected"), (JournalState.Cancelled, null), (JournalState.Unknown, null),
                (JournalState.Failed, "LockTimedOut"), (JournalState.Succeeded, null),
            ],
            (await state.ReadAsync()).Select(e => (e.State, e.ErrorId)));
        Assert.Empty(notices.Warnings);
    }

    [Fact]
    public async Task A_change_that_was_made_is_returned_though_the_journal_is_lost()
    {
        using StateFixture state = new();
        HeardNotices notices = new();

        int result = await RecordAsync(state, notices, async () =>
        {
            Directory.Delete(state.Home.Path, recursive: true);
            await File.WriteAllTextAsync(state.Home.Path, "in the way", Cancellation);
            return 42;
        });

        Assert.Equal(42, result);
        Assert.Contains("will show as Interrupted", Assert.Single(notices.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_newest_first_and_count_what_fits()
    {
        using StateFixture state = new();
        for (int i = 0; i < 7; i++)
        {
            JournalIntent intent = await state.Journal.BeginAsync(
                StateFixture.Details($"{i}", i % 2 == 0 ? "Clear-XmrtRateLimit" : "New-XmrtIndex"), Cancellation);
            await intent.SucceededAsync("done");
        }

        HeardNotices notices = new();
        JournalQuery even = new() { Command = name => name.StartsWith("Clear", StringComparison.Ordinal) };
        IReadOnlyList<JournalEntry> page = await JournalReader.ReadAsync(
            state.Store, even, new Page(1, 2, IsDefault: true), notices, Cancellation);
        IReadOnlyList<JournalEntry> beyond = await JournalReader.ReadAsync(
            state.Store, even, new Page(9, 2, IsDefault: false), notices, Cancellation);

        Assert.Equal(["4", "2"], page.Select(e => e.Summary));
        Assert.Empty(beyond);
        Assert.Equal([4, 4], notices.Totals);
        Assert.Contains("2 of 4", Assert.Single(notices.Informed), StringComparison.Ordinal);
        Assert.Empty(await state.ReadAsync(new JournalQuery { Since = DateTimeOffset.Now.AddMinutes(1) }));
        Assert.Empty(await state.ReadAsync(new JournalQuery { Connection = name => name == "staging" }));
    }

    [Fact]
    public async Task Reading_makes_nothing()
    {
        using StateFixture state = new();

        Assert.Empty(await state.ReadAsync());
        Assert.False(Directory.Exists(state.Home.Path));
    }

    private static Task<int> RecordAsync(StateFixture state, HeardNotices notices, Func<Task<int>> act) =>
        state.Journal.RecordAsync(StateFixture.Details("clear"), _ => act(), done => $"{done} rows", notices, Cancellation);
}
