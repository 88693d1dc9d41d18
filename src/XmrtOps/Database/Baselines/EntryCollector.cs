namespace XmrtOps.Database.Baselines;

/// <summary>
/// Collects entries by what identifies them. Hidden ones are added up by role; and an extension older than its server
/// does not tell top-level entries from nested ones, so that two rows can look like one statement.
/// </summary>
internal sealed class EntryCollector
{
    private readonly Dictionary<(long, long?, bool?), int> _known = [];
    private readonly List<StatementEntry> _all = [];

    public IReadOnlyList<StatementEntry> All => _all;

    /// <summary>Rows that were hidden.</summary>
    public long Hidden { get; private set; }

    public void Add(StatementEntry entry)
    {
        Hidden += entry.IsHidden ? 1 : 0;
        (long, long?, bool?) key = (entry.RoleOid, entry.QueryId, entry.IsHidden ? null : entry.IsTopLevel);
        if (_known.TryGetValue(key, out int at))
        {
            _all[at] = _all[at].With(entry);
        }
        else
        {
            _known.Add(key, _all.Count);
            _all.Add(entry.IsHidden ? entry with { IsTopLevel = null, Query = null, CountedSince = null } : entry);
        }
    }
}
