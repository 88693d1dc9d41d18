using System.Data.Common;
using XmrtOps.Adapters;
using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>
/// The state file: one SQLite file that several processes read and write at once. Nothing stays open between calls, so
/// that the file can be copied and removed.
/// </summary>
/// <param name="home">The directory it is in.</param>
internal sealed class StateStore(StateHome home)
{
    private static readonly Lock s_making = new();

    /// <summary>The user's own.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static StateStore Default => new(StateHome.Default);

    /// <summary>Full path of the file.</summary>
    public string Path { get; } = home.FileOf("state.db");

    /// <summary>There is a file: who only reads need not make one.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Works on the file, which is made or brought up to date first.</summary>
    /// <exception cref="XmrtException">StateUnavailable, StateTooNew, StateDamaged.</exception>
    public async Task<T> RunAsync<T>(Func<StateSession, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            Prepare();
            await using DbDataSource source = Sqlite.CreateDataSource(Path);
            await using DbConnection connection = await source.OpenConnectionAsync(cancellation);
            StateSession session = new(connection);
            // SQLite's own wait polls more often than the driver's. FULL: what was said to be written survives a power cut.
            await session.ScalarAsync("PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL", cancellation);
            await StateSchema.UpgradeAsync(session, Path, cancellation);
            return await work(session);
        }
        catch (Exception exception) when (StateFaults.IsKnown(exception))
        {
            throw StateFaults.Translate(exception, Path);
        }
    }

    private void Prepare()
    {
        // One thread at a time: closing the handle that has made the file would drop the locks that another thread of
        // this process has taken on it by then (POSIX locks belong to the process, not to the handle).
        lock (s_making)
        {
            home.Ensure();
            if (NetworkShare.TypeAt(home.Path) is { } share)
            {
                throw Errors.StateUnavailable(
                    home.Path, $"it is on a network share ({share}), where SQLite cannot keep several writers apart");
            }

            OwnerOnly.EnsureFile(Path);
        }
    }
}
