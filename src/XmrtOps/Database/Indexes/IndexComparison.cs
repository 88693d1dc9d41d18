namespace XmrtOps.Database.Indexes;

/// <summary>Whether one index makes another of the same table unnecessary.</summary>
internal static class IndexComparison
{
    /// <summary>The index that does all that another one does with the same key; null when there is none.</summary>
    public static IndexFacts? DuplicateOf(IndexFacts index, IReadOnlyList<IndexFacts> ofTable) => Best(
        index, ofTable, other => Repeats(index, other) && (!Repeats(other, index) || IsBefore(other, index)));

    /// <summary>The index whose key begins with the whole key of another one; null when there is none.</summary>
    public static IndexFacts? PrefixedBy(IndexFacts index, IReadOnlyList<IndexFacts> ofTable) =>
        Best(index, ofTable, other => IsPrefix(index, other));

    private static IndexFacts? Best(IndexFacts index, IReadOnlyList<IndexFacts> ofTable, Func<IndexFacts, bool> covers)
    {
        if (!IsComparable(index) || IsNeeded(index))
        {
            return null;
        }

        IndexFacts? best = null;
        foreach (IndexFacts other in ofTable)
        {
            if (other.Id != index.Id && other.TableId == index.TableId && IsComparable(other) && covers(other)
                && (best is null || IsBefore(other, best)))
            {
                best = other;
            }
        }

        return best;
    }

    /// <summary>It cannot be dropped, whatever repeats it.</summary>
    private static bool IsNeeded(IndexFacts index) =>
        index.Index is { BacksConstraint: not null } or { IsPrimary: true } or { IsReplicaIdentity: true } or { Parent: not null }
        || index.IsExclusion
        || index.IsReferenced;

    /// <summary>It can be used, and all that it is made of is known.</summary>
    private static bool IsComparable(IndexFacts index) =>
        index.Index is { IsValid: true, IsReady: true, IsBuilding: false }
        && !(index.Index.Locked && (index.IsPartial || index.HasExpressions));

    private static bool Repeats(IndexFacts index, IndexFacts other) =>
        index.Index.Columns.Count == other.Index.Columns.Count
        && HasSameStart(index, other)
        && index.Index.IncludedColumns.All(column => Holds(other, column))
        && (!index.Index.IsUnique || (other.Index.IsUnique && index.NullsAreEqual == other.NullsAreEqual));

    private static bool IsPrefix(IndexFacts index, IndexFacts other) =>
        index.Index is { Method: "btree", IsUnique: false }
        && index.Index.Columns.Count < other.Index.Columns.Count
        && HasSameStart(index, other)
        && index.Index.IncludedColumns.All(column => Holds(other, column));

    private static bool HasSameStart(IndexFacts index, IndexFacts other)
    {
        int count = index.Index.Columns.Count;
        return index.Index.Method == other.Index.Method
            && index.Index.Predicate == other.Index.Predicate
            && index.IsPartial == other.IsPartial
            && index.Index.Columns.SequenceEqual(other.Index.Columns.Take(count), StringComparer.Ordinal)
            && index.OperatorClasses.Take(count).SequenceEqual(other.OperatorClasses.Take(count), StringComparer.Ordinal)
            && index.Collations.Take(count).SequenceEqual(other.Collations.Take(count), StringComparer.Ordinal)
            && index.Orders.Take(count).SequenceEqual(other.Orders.Take(count), StringComparer.Ordinal);
    }

    private static bool Holds(IndexFacts index, string column) =>
        index.Index.Columns.Contains(column, StringComparer.Ordinal)
        || index.Index.IncludedColumns.Contains(column, StringComparer.Ordinal);

    /// <summary>Of two that do the same the one to keep: what a constraint needs, what is unique, what is the smaller key,
    /// what is used more, what is older.</summary>
    private static bool IsBefore(IndexFacts first, IndexFacts second) => Rank(first).CompareTo(Rank(second)) > 0;

    private static (bool, bool, bool, bool, int, int, long, long) Rank(IndexFacts index) => (
        index.Index.IsPrimary,
        index.Index.BacksConstraint is not null,
        index.Index.IsReplicaIdentity,
        index.Index.IsUnique,
        -index.Index.Columns.Count,
        -index.Index.IncludedColumns.Count,
        index.Index.Scans ?? 0,
        -index.Id);
}
