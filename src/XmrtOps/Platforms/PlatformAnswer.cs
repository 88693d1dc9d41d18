namespace XmrtOps.Platforms;

/// <summary>What a platform answered, read whole.</summary>
/// <param name="StatusCode">Any status.</param>
/// <param name="Body">The body, unpacked; empty where there is none.</param>
/// <param name="ContentType">Media type, or null.</param>
/// <param name="Header">A header's first value by name, or null.</param>
/// <param name="LatencyMs">Milliseconds from sending to the last byte, repetitions included.</param>
internal sealed record PlatformAnswer(
    int StatusCode, ReadOnlyMemory<byte> Body, string? ContentType, Func<string, string?> Header, double LatencyMs)
{
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>Media type with its parameters, such as the boundary of a multipart body.</summary>
    public string? FullContentType { get; init; }
}
