using XmrtOps.State;

namespace XmrtOps.Tests.State;

/// <summary>Several processes and tasks with one journal, and a process that is killed.</summary>
public sealed class JournalProcessesTests
{
    // In PowerShell, in another process: $begin writes an intent, $end its outcome.
    private const string Prelude =
        """
        Import-Module '{0}'
        $assembly = [XmrtOps.State.JournalEntry].Assembly
        $homeType = $assembly.GetType('XmrtOps.State.StateHome')
        $storeType = $assembly.GetType('XmrtOps.State.StateStore')
        $journalType = $assembly.GetType('XmrtOps.State.Journal')
        $detailsType = $assembly.GetType('XmrtOps.State.JournalIntentDetails')
        $place = $homeType.GetMethod('At').Invoke($null, @('{1}'))
        $journal = $journalType.GetMethod('In').Invoke($null, @([Activator]::CreateInstance($storeType, @($place))))
        function Begin([string] $summary) {
            $details = [Activator]::CreateInstance($detailsType)
            $detailsType.GetProperty('Command').SetValue($details, 'Clear-XmrtRateLimit')
            $detailsType.GetProperty('Summary').SetValue($details, $summary)
            $journalType.GetMethod('BeginAsync').Invoke($journal, @($details, [Threading.CancellationToken]::None)).GetAwaiter().GetResult()
        }
        function End($intent) {
            $null = $intent.GetType().GetMethod('SucceededAsync').Invoke($intent, @('done')).GetAwaiter().GetResult()
        }

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Processes_and_tasks_that_write_at_once_lose_nothing()
    {
        const int each = 25;
        using StateFixture state = new();

        // All of them find no file, so that making it and its schema is part of the race.
        Task[] writers =
        [
            .. Enumerable.Range(0, 2).Select(p => FreshEngine.RunAsync(
                Script(state, $"foreach ($i in 1..{each}) {{ End (Begin \"process {p} $i\") }}"), Cancellation)),
            .. Enumerable.Range(0, 6).Select(t => Task.Run(
                async () =>
                {
                    for (int i = 1; i <= each; i++)
                    {
                        JournalIntent intent = await state.Journal.BeginAsync(StateFixture.Details($"task {t} {i}"), Cancellation);
                        await intent.SucceededAsync("done");
                    }
                },
                Cancellation)),
        ];
        await Task.WhenAll(writers);
        IReadOnlyList<JournalEntry> entries = await state.ReadAsync();

        Assert.Equal(8 * each, entries.Select(e => e.Summary).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(8 * each, entries.Count);
        Assert.All(entries, e => Assert.Equal(JournalState.Succeeded, e.State));
        Assert.Equal(3, entries.Select(e => e.ProcessId).Distinct().Count());
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_leaves_an_interrupted_entry()
    {
        using StateFixture state = new();

        await Assert.ThrowsAsync<InvalidOperationException>(() => FreshEngine.RunAsync(
            Script(state, "End (Begin 'ended'); Begin 'killed'; [Diagnostics.Process]::GetCurrentProcess().Kill()"), Cancellation));
        IReadOnlyList<JournalEntry> entries = await state.ReadAsync();

        Assert.Equal(
            [("killed", JournalState.Interrupted), ("ended", JournalState.Succeeded)], entries.Select(e => (e.Summary, e.State)));
        Assert.Contains("ended before it could tell", entries[0].Message, StringComparison.Ordinal);
    }

    private static string Script(StateFixture state, string body) =>
        Prelude.Replace("{0}", StagedModule.Manifest, StringComparison.Ordinal)
            .Replace("{1}", state.Home.Path, StringComparison.Ordinal)
        + body;
}
