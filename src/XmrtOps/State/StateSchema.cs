using System.Data;
using System.Data.Common;
using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.State;

/// <summary>
/// The versions of the state file's schema: State/Schema/0001-….sql and so on, each applied once, in order, in a
/// transaction of its own. A file that has been released is never changed; what is new gets the next number.
/// </summary>
internal static class StateSchema
{
    // "XMRT", where SQLite files say whose they are.
    private const long ApplicationId = 0x584D5254;

    private const string Folder = "State/Schema/";

    private static readonly (int Version, string File)[] s_steps =
    [
        .. typeof(StateSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <summary>The newest version that this module knows.</summary>
    public static int Newest => s_steps[^1].Version;

    /// <summary>Brings a file up to date. Several processes may try at once: each step is done by one of them.</summary>
    /// <exception cref="XmrtException">StateTooNew; StateUnavailable for another program's file.</exception>
    public static async Task UpgradeAsync(StateSession session, string path, CancellationToken cancellation)
    {
        int version = await VersionAsync(session, path, cancellation);
        if (version == Newest)
        {
            return;
        }

        // Stays with the file. Readers do not wait for writers then, and a killed process leaves no torn page.
        await session.ScalarAsync("PRAGMA journal_mode = WAL", cancellation);
        foreach ((int step, string file) in s_steps.Where(s => s.Version > version))
        {
            // Serializable is SQLite's BEGIN IMMEDIATE: whoever comes second waits here, and finds the step done.
            await using DbTransaction transaction = await session.Connection.BeginTransactionAsync(
                IsolationLevel.Serializable, cancellation);
            if (await VersionAsync(session, path, cancellation) < step)
            {
                await session.ScalarAsync(Sql.Of(file), cancellation);
                await session.ScalarAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {step}"),
                    cancellation);
            }

            await transaction.CommitAsync(cancellation);
        }
    }

    private static async Task<int> VersionAsync(StateSession session, string path, CancellationToken cancellation)
    {
        // One statement, so one snapshot: between two of them another process may make the schema.
        await foreach ((long version, long application, long objects) in session.QueryAsync(
            "State/StateVersion.sql",
            [],
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
            cancellation))
        {
            return application != ApplicationId && objects > 0
                ? throw Errors.StateUnavailable(path, "it is the SQLite file of another program")
                : version > Newest ? throw Errors.StateTooNew(path, (int)version, Newest)
                : (int)version;
        }

        return 0;
    }
}
