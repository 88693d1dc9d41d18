namespace XmrtOps.RateLimits;

/// <summary>Pages of a table that hold what is looked for. Rows that were written in their order lie together, so that few
/// pages have to be read again.</summary>
internal sealed class PageRanges
{
    // Going on to the next page is cheaper than beginning anew.
    private const long Gap = 8;

    private readonly List<(long First, long Last)> _added = [];

    public void Add(long first, long last) => _added.Add((first, last));

    /// <summary>The ranges in their order, without overlaps.</summary>
    /// <returns>Null when they come to more than <paramref name="most"/> pages: then all is better read in one scan.</returns>
    public IReadOnlyList<(long First, long Last)>? Merged(long most)
    {
        List<(long First, long Last)> merged = [];
        foreach ((long first, long last) in _added.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + Gap)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged.Sum(range => range.Last - range.First + 1) > most ? null : merged;
    }
}
