namespace XmrtOps.Platforms.Vercel;

/// <summary>A line of the live log. One of source delimiter says that the platform sends no more.</summary>
internal sealed record RuntimeLogLine
{
    public string? Level { get; init; }

    public string? Message { get; init; }

    public string? RowId { get; init; }

    public string? Source { get; init; }

    public long? TimestampInMs { get; init; }

    public string? Domain { get; init; }

    public string? RequestMethod { get; init; }

    public string? RequestPath { get; init; }

    public int? ResponseStatusCode { get; init; }
}
