namespace XmrtOps.Database.Plans;

/// <summary>What the statistics say of a statement that is planned; null where they do not.</summary>
internal sealed record PlanSource
{
    private const double BlockBytes = 8192;

    public string? QueryId { get; init; }

    /// <summary>Role that ran it.</summary>
    public string? Role { get; init; }

    public double? MeanMs { get; init; }

    public long? Calls { get; init; }

    /// <summary>Rows of an average call.</summary>
    public double? RowsPerCall { get; init; }

    /// <summary>Temporary files that an average call wrote, in bytes.</summary>
    public double? TempBytesPerCall { get; init; }

    public static PlanSource Of(SlowQuery query) => new()
    {
        QueryId = query.QueryId,
        Role = query.Role,
        MeanMs = query.MeanMs,
        Calls = query.Calls,
        RowsPerCall = query.Calls > 0 ? (double)query.Rows / query.Calls : null,
        TempBytesPerCall = query.Calls > 0 ? query.TempBlocksWritten * BlockBytes / query.Calls : null,
    };
}
