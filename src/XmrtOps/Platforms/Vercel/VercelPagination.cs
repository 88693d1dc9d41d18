namespace XmrtOps.Platforms.Vercel;

/// <summary>Where a list goes on.</summary>
internal sealed record VercelPagination
{
    public int? Count { get; init; }

    /// <summary>To be sent as until, in epoch milliseconds; null ends the list.</summary>
    public long? Next { get; init; }
}
