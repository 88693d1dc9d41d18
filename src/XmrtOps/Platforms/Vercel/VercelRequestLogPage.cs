namespace XmrtOps.Platforms.Vercel;

/// <summary>A page of requests.</summary>
internal sealed record VercelRequestLogPage
{
    public IReadOnlyList<VercelRequestLog>? Rows { get; init; }

    public bool? HasMoreRows { get; init; }
}
