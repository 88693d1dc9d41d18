using XmrtOps.Faults;

namespace XmrtOps.Database.Baselines;

/// <summary>Finds the baseline that is meant among all that there are.</summary>
/// <param name="all">Newest first.</param>
internal sealed class BaselineSelection(IReadOnlyList<QueryBaseline> all)
{
    /// <summary>The newest of this database; where there is none, the newest of its connection's name or address.</summary>
    /// <exception cref="XmrtException">NoBaseline.</exception>
    public QueryBaseline NewestOf(QueryBaseline present) =>
        all.FirstOrDefault(known => ServerIdentity.IsSame(known, present))
        ?? all.FirstOrDefault(known => ServerIdentity.IsSamePlace(known, present))
        ?? throw Errors.NoBaseline(present.Connection);

    /// <summary>The one of a name: this database's own, else this connection's, else the only one that is called so.</summary>
    /// <exception cref="XmrtException">BaselineNotFound, BaselineAmbiguous.</exception>
    public QueryBaseline Named(QueryBaselineArgument meant, QueryBaseline present) => Find(
        meant,
        known => ServerIdentity.IsSame(known, present) && BaselineStore.IsSame(known.Connection, present.Connection),
        known => ServerIdentity.IsSame(known, present),
        known => BaselineStore.IsSame(known.Connection, present.Connection));

    /// <summary>The one of a name: this connection's, else the only one that is called so.</summary>
    /// <param name="meant">The record, or a name.</param>
    /// <param name="connection">Name of a connection, which need not be open; null for none.</param>
    /// <exception cref="XmrtException">BaselineNotFound, BaselineAmbiguous.</exception>
    public QueryBaseline Named(QueryBaselineArgument meant, string? connection) => Find(
        meant, known => connection is not null && BaselineStore.IsSame(known.Connection, connection));

    private QueryBaseline Find(QueryBaselineArgument meant, params ReadOnlySpan<Func<QueryBaseline, bool>> preferences)
    {
        if (meant.Baseline is { } given)
        {
            return all.FirstOrDefault(known => known.Id == given.Id) ?? throw Errors.BaselineNotFound(given.Name, given.Connection);
        }

        List<QueryBaseline> named = [.. all.Where(known => BaselineStore.IsSame(known.Name, meant.Name))];
        foreach (Func<QueryBaseline, bool> isPreferred in preferences)
        {
            if (named.Find(known => isPreferred(known)) is { } preferred)
            {
                return preferred;
            }
        }

        return named.Count switch
        {
            0 => throw Errors.BaselineNotFound(meant.Name, connection: null),
            1 => named[0],
            _ => throw Errors.BaselineAmbiguous(meant.Name, named.Select(known => known.Connection)),
        };
    }
}
