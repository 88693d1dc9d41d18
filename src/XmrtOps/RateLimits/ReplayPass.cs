namespace XmrtOps.RateLimits;

/// <summary>What the first pass of a replay found.</summary>
internal sealed class ReplayPass
{
    public required ReplayGrain Grain { get; init; }

    public long Requests { get; private set; }

    public long Exempt { get; private set; }

    /// <summary>Requests without a time, which cannot be replayed.</summary>
    public long Undated { get; private set; }

    /// <summary>Endpoints with a limit of their own that were asked at all, counted from 1.</summary>
    public HashSet<int> SeenEndpoints { get; } = [];

    public List<(DateTime Starts, int Cell)> Windows { get; } = [];

    /// <summary>All requests of those windows.</summary>
    public long Named { get; private set; }

    /// <summary>The pages on which the rows of those windows are.</summary>
    public PageRanges Pages { get; } = new();

    /// <param name="endpoint">0: without a limit of its own. -1: of exempt identifiers. -2: without a time.</param>
    public void AddTotal(int endpoint, long requests)
    {
        if (endpoint == -2)
        {
            Undated += requests;
            return;
        }

        Requests += requests;
        if (endpoint == -1)
        {
            Exempt += requests;
        }
        else
        {
            SeenEndpoints.Add(endpoint);
        }
    }

    /// <summary>Adds windows that were counted as one.</summary>
    public void AddWindows(DateTime starts, TimeSpan window, int cell, long requests, long firstPage, long lastPage)
    {
        Named += requests;
        for (int i = 0; i < Grain.Windows && i * window <= DateTime.MaxValue - starts; i++)
        {
            Windows.Add((starts + (i * window), cell));
        }

        Pages.Add(firstPage, lastPage);
    }
}
