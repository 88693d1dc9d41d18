using XmrtOps.Data;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

/// <summary>Get-XmrtJournal as it is typed. All tests share one journal: each has command names of its own.</summary>
public sealed class JournalCommandTests : IDisposable
{
    private readonly PwshSession _session = new();
    private readonly string _command = $"Clear-Test{Guid.NewGuid():N}";

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Lists_the_last_20_and_says_how_many_there_are()
    {
        await WriteAsync(23);

        PwshResult few = _session.Run($"Get-XmrtJournal {_command}").Succeeded();
        PwshResult all = _session.Run($"Get-XmrtJournal {_command[..^3]}* -All").Succeeded();
        PwshResult paged = _session.Run(
            $"foreach ($e in Get-XmrtJournal -Command {_command} -First 2 -Skip 1 -IncludeTotalCount) {{ $e.Summary ?? \"$e\" }}").Succeeded();

        Assert.Equal(Limits.DefaultListLength, few.Output.Count);
        Assert.Contains("Showing 20 of 23 entries", few.Screen, StringComparison.Ordinal);
        Assert.Equal(23, all.Output.Count);
        Assert.Equal(["23", "21", "20"], paged.Of<string>());
    }

    [Fact]
    public async Task Filters_by_state_connection_and_time()
    {
        await WriteAsync(4);

        Assert.Equal(2, Count("-State Failed"));
        Assert.Equal(4, Count("-State Failed, Succeeded -ConnectionName prod* -Since 1h"));
        Assert.Equal(0, Count("-ConnectionName prod"));
        Assert.Equal(0, Count("-Since 2100-01-01"));
        Assert.Equal(["BareNumberAsTime"], _session.Run("Get-XmrtJournal -Since 5").ErrorIds);
        Assert.Equal(["InvalidWildcard"], _session.Run("Get-XmrtJournal '['").ErrorIds);
    }

    [Fact]
    public async Task The_view_is_one_line_an_entry_in_80_columns_and_the_list_shows_all()
    {
        await WriteAsync(1);

        PwshResult table = _session.Run($"Get-XmrtJournal {_command}").Succeeded();

        Assert.All(table.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Single(table.ScreenLines, line => line.Contains("Succeeded   production", StringComparison.Ordinal));
        Assert.Equal("0", _session.Run($"(Get-XmrtJournal {_command}).Parameters['Identifier']").Of<string>().Single());
    }

    private int Count(string parameters) => _session.Run($"Get-XmrtJournal {_command} {parameters}").Succeeded().Output.Count;

    private async Task WriteAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            JournalIntent intent = await Journal.Default.BeginAsync(
                StateFixture.Details($"{i}", _command) with
                {
                    Parameters = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Identifier"] = $"{i}" },
                },
                TestContext.Current.CancellationToken);
            await (i % 2 == 0 ? intent.SucceededAsync("done") : intent.FailedAsync("LockTimedOut", "a lock"));
        }
    }
}
