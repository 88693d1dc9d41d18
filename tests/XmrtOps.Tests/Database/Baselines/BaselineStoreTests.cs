using XmrtOps.Database.Baselines;
using XmrtOps.Faults;
using XmrtOps.Tests.State;

namespace XmrtOps.Tests.Database.Baselines;

public sealed class BaselineStoreTests
{
    private static readonly DateTimeOffset s_at = new(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_thousand_statements_come_back_as_they_were_and_texts_are_kept_once()
    {
        using StateFixture state = new();
        BaselineStore store = new(state.Store);
        StatementSnapshot snapshot = Snapshot(5000);

        QueryBaseline saved = await store.SaveAsync(snapshot, "one", replace: false, Cancellation);
        await store.SaveAsync(snapshot, "two", replace: false, Cancellation);
        StatementSnapshot loaded = await store.LoadAsync((await store.ListAsync(Cancellation)).Single(b => b.Name == "one"), Cancellation);

        Assert.Equal(saved, loaded.Baseline);
        Assert.Equal(snapshot.Entries, loaded.Entries);
        // Every seventh text is of two roles, and both baselines have all of them.
        Assert.Equal(
            snapshot.Entries.Select(entry => entry.Query).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            await state.Store.RunAsync(session => session.ScalarAsync("SELECT count(*) FROM query_text", Cancellation), Cancellation));
    }

    [Fact]
    public async Task Names_made_of_the_time_do_not_collide_even_when_many_save_at_once()
    {
        using StateFixture state = new();
        BaselineStore store = new(state.Store);

        QueryBaseline[] saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => store.SaveAsync(Snapshot(10), name: null, replace: false, Cancellation), Cancellation)));

        Assert.Equal(8, saved.Select(baseline => baseline.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(8, (await store.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task What_could_not_be_saved_whole_is_not_there_at_all()
    {
        using StateFixture state = new();
        BaselineStore store = new(state.Store);
        StatementSnapshot broken = Snapshot(10);
        broken = broken with { Entries = [.. broken.Entries, Entry(11) with { Counters = new StatementCounters { Calls = -1 } }] };

        await Assert.ThrowsAsync<XmrtException>(() => store.SaveAsync(broken, "broken", replace: false, Cancellation));

        Assert.Empty(await store.ListAsync(Cancellation));
        Assert.Equal(0, await state.Store.RunAsync(
            session => session.ScalarAsync("SELECT count(*) FROM query_baseline_statement", Cancellation), Cancellation));
    }

    [Fact]
    public async Task Replacing_fails_as_a_whole_or_not_at_all()
    {
        using StateFixture state = new();
        BaselineStore store = new(state.Store);
        QueryBaseline kept = await store.SaveAsync(Snapshot(10), "kept", replace: false, Cancellation);
        StatementSnapshot broken = Snapshot(1);
        broken = broken with { Entries = [Entry(1) with { Counters = new StatementCounters { Calls = -1 } }] };

        await Assert.ThrowsAsync<XmrtException>(() => store.SaveAsync(broken, "kept", replace: true, Cancellation));

        Assert.Equal(kept, Assert.Single(await store.ListAsync(Cancellation)));
        Assert.Equal(10, (await store.LoadAsync(kept, Cancellation)).Entries.Count);
    }

    [Fact]
    public async Task Without_a_state_nothing_is_made_by_looking()
    {
        using StateFixture state = new();

        Assert.Empty(await new BaselineStore(state.Store).ListAsync(Cancellation));
        Assert.False(state.Store.Exists);
    }

    private static StatementSnapshot Snapshot(int statements)
    {
        StatementEntry[] entries = [.. Enumerable.Range(0, statements).Select(i => Entry(i))];
        return new StatementSnapshot(
            new QueryBaseline
            {
                Name = StatementSnapshot.Now,
                Connection = "db",
                TakenAt = s_at.ToLocalTime(),
                Target = "db.example.net:5432/postgres",
                DatabaseName = "postgres",
                DatabaseOid = 4_000_000_000,
                Role = "postgres",
                ServerVersion = "15.8",
                ServerVersionNumber = 150008,
                ExtensionVersion = "1.10",
                StartedAt = s_at.AddDays(-1).ToLocalTime(),
                Statements = statements,
                Calls = entries.Sum(entry => entry.Counters.Calls),
                TotalMs = entries.Sum(entry => entry.Counters.TotalMs),
            },
            entries);
    }

    private static StatementEntry Entry(int i) => new()
    {
        RoleOid = i % 7 == 0 ? 10 : 4_000_000_000,
        Role = i % 5 == 0 ? null : "röle",
        QueryId = i % 100 == 0 ? null : long.MinValue + i,
        IsTopLevel = i % 3 == 0 ? null : i % 2 == 0,
        Query = i % 100 == 0 ? null : $"SELECT 'ü', {i / 7 * 7} -- {new string('x', 400)}",
        CountedSince = i % 4 == 0 ? null : s_at.AddSeconds(i).ToLocalTime(),
        Counters = new StatementCounters
        {
            Calls = i,
            TotalMs = i / 3.0,
            Rows = long.MaxValue - i,
            PlanMs = i % 2 == 0 ? null : i,
            ReadMs = 0.1,
            SharedBlocksHit = i,
            WalBytes = i % 2 == 0 ? null : i,
        },
    };
}
