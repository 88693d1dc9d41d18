namespace XmrtOps.Database.Baselines;

/// <summary>Finds the statements of one snapshot in another. Hidden ones are left out: nothing tells which they are.</summary>
internal static class EntryMatcher
{
    /// <summary>By role, identifier and level: for two snapshots of one database in one major version.</summary>
    public static IReadOnlyList<EntryPair> ByIdentifier(StatementSnapshot reference, StatementSnapshot difference)
    {
        // An extension that was updated in between knows levels on one side only.
        bool hasLevels = reference.Entries.All(KnowsLevel) && difference.Entries.All(KnowsLevel);
        return Match(
            reference, difference, entry => (entry.RoleOid, entry.QueryId!.Value, hasLevels ? entry.IsTopLevel : null));
    }

    /// <summary>By role name and normalised text: for servers whose identifiers differ.</summary>
    public static IReadOnlyList<EntryPair> ByText(StatementSnapshot reference, StatementSnapshot difference) =>
        Match(reference, difference, entry => (
            StatementSnapshot.RoleOf(entry),
            entry.Query is { } text ? QueryFingerprint.Of(text) : "",
            // Without a text nothing matches but itself.
            entry.Query is null ? entry : null));

    /// <summary>The server has forgotten it in between, and counted it anew.</summary>
    public static bool IsRestarted(EntryPair pair, StatementSnapshot reference) =>
        pair is { Before: { } before, After: { } after }
        && (after.CountedSince > reference.Baseline.TakenAt || !after.Counters.Continues(before.Counters));

    private static bool KnowsLevel(StatementEntry entry) => entry.IsHidden || entry.IsTopLevel is not null;

    private static List<EntryPair> Match<TKey>(
        StatementSnapshot reference, StatementSnapshot difference, Func<StatementEntry, TKey> keyOf)
        where TKey : notnull
    {
        Dictionary<TKey, StatementEntry> before = ByKey(reference, keyOf);
        Dictionary<TKey, StatementEntry> after = ByKey(difference, keyOf);
        return
        [
            .. after.Select(entry => new EntryPair(before.GetValueOrDefault(entry.Key), entry.Value)),
            .. before.Where(entry => !after.ContainsKey(entry.Key)).Select(entry => new EntryPair(entry.Value, null)),
        ];
    }

    private static Dictionary<TKey, StatementEntry> ByKey<TKey>(
        StatementSnapshot snapshot, Func<StatementEntry, TKey> keyOf)
        where TKey : notnull
    {
        Dictionary<TKey, StatementEntry> entries = [];
        foreach (StatementEntry entry in snapshot.Entries.Where(entry => !entry.IsHidden))
        {
            TKey key = keyOf(entry);
            entries[key] = entries.TryGetValue(key, out StatementEntry? twin) ? twin.With(entry) : entry;
        }

        return entries;
    }
}
