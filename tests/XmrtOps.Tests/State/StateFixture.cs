using XmrtOps.Data;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

/// <summary>A state file of its own, in a directory that does not exist yet.</summary>
internal sealed class StateFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StateFixture()
    {
        Home = StateHome.At(Path.Combine(_folder.Path, "home"));
        Store = new StateStore(Home);
        Journal = Journal.In(Store);
    }

    public StateHome Home { get; }

    public StateStore Store { get; }

    public Journal Journal { get; }

    public static JournalIntentDetails Details(string summary, string command = "Clear-XmrtRateLimit") => new()
    {
        Command = command,
        Connection = "production",
        Target = "db.example.net:5432/postgres",
        Summary = summary,
    };

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(JournalQuery? query = null, Page? page = null) =>
        await JournalReader.ReadAsync(
            Store, query ?? new JournalQuery(), page ?? new Page(0, null, false), new HeardNotices(), TestContext.Current.CancellationToken);

    /// <summary>Writes an intent in another process's name.</summary>
    public Task<int> BeginAsAsync(string host, int processId, string processStart) => Store.RunAsync(
        session => session.ExecuteAsync(
            "State/JournalBegin.sql",
            [
                Guid.CreateVersion7().ToString(), StateTime.Write(DateTimeOffset.UtcNow), "Clear-XmrtRateLimit", "production",
                null, "{}", "clear", null, "somebody", host, processId, processStart,
            ],
            TestContext.Current.CancellationToken),
        TestContext.Current.CancellationToken);

    public void Dispose() => _folder.Dispose();
}
