using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Database.Indexing;

/// <summary>
/// Designs indexes for what a step of a plan looks for: columns compared by equality first, the most selective one
/// before the others; then the order in which the first rows are wanted, or one range. Pure: what it knows, it is given.
/// </summary>
internal static class IndexDesigner
{
    // What the planner assumes where it knows nothing of an expression.
    private const double UnknownFraction = 0.005;

    /// <param name="need">What is looked for.</param>
    /// <param name="read">The table that the plan reads.</param>
    /// <param name="target">The table to index: the same, or the partitioned one that it is a part of.</param>
    /// <param name="volatileFunctions">Functions that no index can have.</param>
    /// <param name="trigramSchema">Where pg_trgm is; null where it is not installed.</param>
    /// <returns>Alternatives, the likeliest first; empty where no index would be worth it.</returns>
    public static List<IndexCandidate> Design(
        ScanNeed need,
        TableStatistics read,
        TableStatistics target,
        IReadOnlySet<string> volatileFunctions,
        string? trigramSchema)
    {
        NeedParts parts = new(need, read, volatileFunctions, trigramSchema);
        List<IndexCandidate> candidates = [];
        KeyPart[] equal =
        [
            .. parts.Equalities.Concat(parts.Joins)
                .DistinctBy(part => part.Element)
                .Where(part => part.Fraction is null or <= IndexingThresholds.EqualityFraction)
                .OrderBy(part => part.Fraction ?? UnknownFraction)
                .Take(IndexingThresholds.EqualityColumns),
        ];
        equal = [.. equal.Take(Enough(equal, target))];
        KeyPart[] keys = equal.Length == 0 && parts.AnyOf.Find(IsSelective) is { } any ? [any] : equal;
        double fraction = keys.Aggregate(1d, (product, part) => product * (part.Fraction ?? UnknownFraction));
        (string? predicate, double kept) = PredicateOf(parts);

        void Add(IEnumerable<KeyPart> more, IReadOnlyList<string> elements, Confidence confidence) => candidates.Add(
            CandidateOf(need, target, keys, [.. more], elements, predicate, kept, confidence));

        Confidence known = keys.All(part => part.Fraction is not null) ? Confidence.Medium : Confidence.Low;
        if (parts.FirstBy.Count is > 0 and <= 3)
        {
            Add(parts.FirstBy.Select(first => first.Part), SortElements(parts), known);
        }

        KeyPart? range = parts.Ranges.Find(part => !keys.Any(key => key.Element == part.Element));
        if (range is not null && (keys.Length > 0 || predicate is not null || IsNarrow(need, read)))
        {
            Add([range], [range.Element], keys.Length > 0 || !need.Plan.IsGeneric ? known : Confidence.Low);
        }

        if (keys.Length > 0 && fraction * kept <= IndexingThresholds.LookupFraction)
        {
            Add([], [], known);
        }

        if (candidates.Count == 0 && predicate is not null && kept <= IndexingThresholds.LookupFraction)
        {
            // Nothing but the predicate: the rows that it lets through, by whichever column it is about.
            string column = IdentifierSql.Of(parts.Predicates[0].Column);
            Add([new KeyPart(column, parts.Predicates[0].Column, kept, predicate)], [column], known);
        }

        candidates.AddRange(parts.Contained.Select(part => new IndexCandidate
        {
            Table = target,
            Method = "gin",
            Elements = [part.Element],
            Columns = part.Column is { } name ? [name] : [],
            Reason = Reason(need, [part], [], null),
            Confidence = Confidence.Low,
        }));
        return [.. candidates.DistinctBy(candidate => candidate.Identity)];
    }

    /// <summary>How many of the columns it takes until few rows are left: more of them only make the index larger.</summary>
    private static int Enough(KeyPart[] equal, TableStatistics table)
    {
        double rows = table.RowsOrGuess;
        for (int i = 0; i < equal.Length; i++)
        {
            rows *= equal[i].Fraction ?? UnknownFraction;
            if (rows <= IndexingThresholds.FewRows && equal[i].Fraction is not null)
            {
                return i + 1;
            }
        }

        return equal.Length;
    }

    private static bool IsSelective(KeyPart part) => part.Fraction is null or <= IndexingThresholds.LookupFraction / 4;

    /// <summary>A range alone is worth it where it takes a small part; of a generic plan the planner only assumes a third.</summary>
    private static bool IsNarrow(ScanNeed need, TableStatistics table) =>
        need.Plan.IsGeneric || need.ExpectedRows <= table.RowsOrGuess * IndexingThresholds.LookupFraction;

    private static (string? Predicate, double Fraction) PredicateOf(NeedParts parts) => parts.Predicates.Count == 0
        ? (null, 1)
        : (
            string.Join(" AND ", parts.Predicates.Select(p => parts.Predicates.Count == 1 ? p.Sql : $"({p.Sql})")),
            parts.Predicates.Min(p => p.Fraction));

    /// <summary>An index is read in either direction: only a mixture of orders has to be written.</summary>
    private static string[] SortElements(NeedParts parts)
    {
        bool isForward = parts.FirstBy.TrueForAll(first => first.Key is { IsDescending: false, IsOrdinary: true });
        bool isBackward = parts.FirstBy.TrueForAll(first => first.Key is { IsDescending: true, IsOrdinary: true });
        return
        [
            .. parts.FirstBy.Select(first => isForward || isBackward
                ? first.Part.Element
                : first.Part.Element + (first.Key.IsDescending ? " DESC" : "")
                    + (first.Key.IsOrdinary ? "" : first.Key.AreNullsFirst ? " NULLS FIRST" : " NULLS LAST")),
        ];
    }

    private static IndexCandidate CandidateOf(
        ScanNeed need,
        TableStatistics target,
        KeyPart[] keys,
        KeyPart[] more,
        IReadOnlyList<string> elements,
        string? predicate,
        double kept,
        Confidence confidence)
    {
        // A sort key that is looked up by equality is sorted already.
        string[] added = [.. elements.Where(element => !keys.Any(key => key.Element == element.Split(' ')[0]))];
        return new IndexCandidate
        {
            Table = target,
            Elements = [.. keys.Select(key => key.Element), .. added],
            Equalities = keys.Length,
            Columns = [.. keys.Concat(more).Select(part => part.Column).OfType<string>().Distinct(StringComparer.Ordinal)],
            Predicate = predicate,
            PredicateFraction = kept,
            Reason = Reason(need, keys, more, predicate),
            Confidence = target.Rows is null ? Confidence.Low : confidence,
        };
    }

    private static string Reason(ScanNeed need, KeyPart[] keys, KeyPart[] more, string? predicate)
    {
        string rows = string.Create(CultureInfo.CurrentCulture, $"{need.ExpectedRows:N0}");
        string of = need.Node.TableRows is { } all ? string.Create(CultureInfo.CurrentCulture, $" of {all:N0}") : "";
        string wanted = string.Join(" and ", keys.Concat(more).Select(part => part.Words).Append(predicate).OfType<string>().Distinct());
        string first = need.FirstBy.Count > 0 && more.Length > 0 ? ", the first of that order only" : "";
        return $"{need.Node.NodeType} to find {rows}{of} rows by {wanted}{first}";
    }
}
