using System.Data;
using System.Data.Common;
using System.Globalization;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Database.Baselines;

/// <summary>Keeps baselines with the rest of what outlives a process.</summary>
/// <param name="store">Where that is.</param>
internal sealed class BaselineStore(StateStore store)
{
    /// <summary>The user's own.</summary>
    /// <exception cref="XmrtException">StateUnavailable.</exception>
    public static BaselineStore Default => new(StateStore.Default);

    /// <summary>All baselines without their statements, newest first.</summary>
    /// <exception cref="XmrtException">StateUnavailable, StateTooNew, StateDamaged, BaselineDamaged.</exception>
    public async Task<IReadOnlyList<QueryBaseline>> ListAsync(CancellationToken cancellation) => store.Exists
        ? await store.RunAsync(session => ListInAsync(session, cancellation), cancellation)
        : [];

    /// <summary>Keeps a snapshot, all of it or nothing.</summary>
    /// <param name="snapshot">What was read.</param>
    /// <param name="name">Null: the time it was taken, made unique.</param>
    /// <param name="replace">Removes the connection's baseline of this name.</param>
    /// <param name="cancellation">Heeded between statements.</param>
    /// <exception cref="XmrtException">BaselineNameTaken, and those of the state.</exception>
    public Task<QueryBaseline> SaveAsync(
        StatementSnapshot snapshot, string? name, bool replace, CancellationToken cancellation) => store.RunAsync(
            async session =>
            {
                // Serializable begins as a writer: between the look at the names and the insertion nobody comes.
                await using DbTransaction transaction = await session.Connection.BeginTransactionAsync(
                    IsolationLevel.Serializable, cancellation);
                List<QueryBaseline> siblings = [.. (await ListInAsync(session, cancellation))
                    .Where(known => IsSame(known.Connection, snapshot.Baseline.Connection))];
                QueryBaseline saved = snapshot.Baseline with
                {
                    Id = Guid.CreateVersion7(),
                    Name = name ?? FreeName(snapshot.Baseline.TakenAt, siblings),
                };
                if (siblings.Find(known => IsSame(known.Name, saved.Name)) is { } taken)
                {
                    if (!replace)
                    {
                        throw Errors.BaselineNameTaken(taken.Name, taken.Connection);
                    }

                    await RemoveInAsync(session, taken.Id, cancellation);
                }

                await BaselineRows.InsertAsync(session, saved, snapshot.Entries, cancellation);
                await transaction.CommitAsync(cancellation);
                return saved;
            },
            cancellation);

    /// <summary>A baseline with its statements.</summary>
    /// <exception cref="XmrtException">BaselineNotFound, BaselineDamaged, and those of the state.</exception>
    public Task<StatementSnapshot> LoadAsync(QueryBaseline baseline, CancellationToken cancellation) => store.RunAsync(
        session => BaselineRows.ReadAsync(session, baseline, cancellation), cancellation);

    /// <summary>Removes a baseline.</summary>
    /// <returns>False when it was gone already.</returns>
    /// <exception cref="XmrtException">Those of the state.</exception>
    public Task<bool> RemoveAsync(Guid id, CancellationToken cancellation) => store.RunAsync(
        async session =>
        {
            await using DbTransaction transaction = await session.Connection.BeginTransactionAsync(
                IsolationLevel.Serializable, cancellation);
            bool wasThere = await RemoveInAsync(session, id, cancellation);
            await transaction.CommitAsync(cancellation);
            return wasThere;
        },
        cancellation);

    /// <summary>Names of baselines and connections are the same whatever their case, as everywhere in PowerShell.</summary>
    public static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> RemoveInAsync(StateSession session, Guid id, CancellationToken cancellation)
    {
        await session.ExecuteAsync("Database/Baselines/RemoveStatements.sql", [id.ToString()], cancellation);
        int removed = await session.ExecuteAsync("Database/Baselines/RemoveBaseline.sql", [id.ToString()], cancellation);
        await session.ExecuteAsync("Database/Baselines/RemoveTexts.sql", [], cancellation);
        return removed > 0;
    }

    private static async Task<IReadOnlyList<QueryBaseline>> ListInAsync(StateSession session, CancellationToken cancellation)
    {
        List<QueryBaseline> found = [];
        await foreach (QueryBaseline baseline in session.QueryAsync(
            "Database/Baselines/Baselines.sql", [], BaselineRows.Header, cancellation))
        {
            found.Add(baseline);
        }

        return found;
    }

    private static string FreeName(DateTimeOffset takenAt, List<QueryBaseline> siblings)
    {
        string time = takenAt.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        string name = time;
        for (int i = 2; siblings.Exists(known => IsSame(known.Name, name)); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{time}-{i}");
        }

        return name;
    }
}
