using System.Text;

namespace XmrtOps.Platforms.Project;

/// <summary>What came back from an edge function, or from the platform in its place.</summary>
internal sealed record FunctionAnswer
{
    /// <summary>Any status; 546 is the platform's for used-up limits.</summary>
    public required int StatusCode { get; init; }

    /// <summary>The platform's code (sb-error-code), such as BOOT_ERROR; null: the function itself has answered.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The platform's words with <see cref="ErrorCode"/>, or of its 401.</summary>
    public string? ErrorMessage { get; init; }

    public string? ContentType { get; init; }

    /// <summary>What it says, up to 64 KiB. It may hold anything.</summary>
    public required string Body { get; init; }

    public required int BodyBytes { get; init; }

    /// <summary>Milliseconds until the last byte.</summary>
    public required double LatencyMs { get; init; }

    /// <summary>Region that it ran in.</summary>
    public string? Region { get; init; }

    /// <summary>To find it in the logs by.</summary>
    public string? ExecutionId { get; init; }

    public string? RequestId { get; init; }

    public static FunctionAnswer Of(PlatformAnswer answer)
    {
        const int longest = 64 * 1024;
        string? code = answer.Header("sb-error-code");
        PlatformErrorBody error = code is not null || answer.StatusCode == 401
            ? PlatformErrorBody.Read(answer.Body)
            : new PlatformErrorBody(null, null);
        return new FunctionAnswer
        {
            StatusCode = answer.StatusCode,
            ErrorCode = code,
            ErrorMessage = error.Message,
            ContentType = answer.ContentType,
            Body = Encoding.UTF8.GetString(answer.Body.Span[..Math.Min(longest, answer.Body.Length)]),
            BodyBytes = answer.Body.Length,
            LatencyMs = answer.LatencyMs,
            Region = answer.Header("x-sb-edge-region"),
            ExecutionId = answer.Header("x-deno-execution-id") ?? answer.Header("x-sb-execution-id"),
            RequestId = answer.Header("sb-request-id") ?? answer.Header("cf-ray"),
        };
    }
}
