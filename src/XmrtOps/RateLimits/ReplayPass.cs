namespace XmrtOps.RateLimits;

/// <summary>What the first pass of a replay found.</summary>
internal sealed class ReplayPass
{
    public int Hashes { get; init; }

    public long Requests { get; private set; }

    public long Exempt { get; private set; }

    /// <summary>Requests without a time, which cannot be replayed.</summary>
    public long Undated { get; private set; }

    /// <summary>Endpoints with a limit of their own that were asked at all, counted from 1.</summary>
    public HashSet<int> SeenEndpoints { get; } = [];

    public HashSet<(DateTime Starts, int Cell)> Windows { get; } = [];

    public void AddTotal(string kind, int endpoint, long requests)
    {
        if (kind == "undated")
        {
            Undated += requests;
            return;
        }

        Requests += requests;
        if (kind == "exempt")
        {
            Exempt += requests;
        }
        else
        {
            SeenEndpoints.Add(endpoint);
        }
    }

    public void AddWindow(DateTime starts, int cell, RateLimitPolicy policy)
    {
        Windows.Add((starts, cell));
        if (policy.IsSliding)
        {
            // Either of two neighbours may be the full one.
            Windows.Add((starts - policy.Window, cell));
            Windows.Add((starts + policy.Window, cell));
        }
    }
}
