using System.Data.Common;

namespace XmrtOps.Retention;

/// <summary>
/// The cascades that are left to the server: its foreign keys delete their rows while the rows they refer to go, and the
/// transaction's own counters tell how many. To delete them before it does costs it a second look at each (measured: a third more).
/// </summary>
internal sealed class ServerCascades
{
    // These count since they were last sent to the statistics, which is never within a transaction: the difference counts.
    private const string Sql =
        """
        SELECT ARRAY(SELECT pg_stat_get_xact_tuples_deleted(t.oid)
                     FROM unnest($1::text::oid[]) WITH ORDINALITY AS t (oid, at) ORDER BY t.at)
        """;

    private readonly int[] _edges;
    private readonly (string Sql, object?[] Parameters)[] _statement;

    /// <param name="plan">Whose references these are.</param>
    /// <param name="archive">An archive has each row checked before it goes, which the server does not.</param>
    public ServerCascades(RetentionPlan plan, RetentionArchive? archive)
    {
        _edges = archive is null
            ? [.. Enumerable.Range(0, plan.References.Count).Where(i => plan.References[i].CountedOid is not null)]
            : [];
        _statement = _edges.Length == 0
            ? []
            : [(Sql, [$"{{{string.Join(',', _edges.Select(i => plan.References[i].CountedOid))}}}"])];
    }

    /// <summary>Reads the counters, in a list of statements; nothing where nothing is left to the server.</summary>
    public IReadOnlyList<(string Sql, object?[] Parameters)> Counters => _statement;

    /// <summary>The reference is the server's.</summary>
    public bool Has(int reference) => Array.IndexOf(_edges, reference) >= 0;

    /// <summary>The counters, as <see cref="Counters"/> returns them.</summary>
    public static async Task<long[]> ReadAsync(DbDataReader row, CancellationToken cancellation)
    {
        await row.ReadAsync(cancellation);
        return await row.GetFieldValueAsync<long[]>(0, cancellation);
    }

    /// <summary>Adds what was deleted between two looks at the counters.</summary>
    /// <param name="before">At the first look.</param>
    /// <param name="after">At the second.</param>
    /// <param name="references">Rows of each reference of the plan.</param>
    public void Account(IReadOnlyList<long> before, IReadOnlyList<long> after, long?[] references)
    {
        for (int i = 0; i < before.Count; i++)
        {
            references[_edges[i]] = after[i] - before[i];
        }
    }
}
