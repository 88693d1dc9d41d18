namespace XmrtOps.Frontend;

/// <summary>What one request found. Nothing in it is taken from the body but a known error code, and what a health address says
/// of itself.</summary>
internal sealed record HttpAnswer
{
    public required Uri Url { get; init; }

    /// <summary>Status, or null when none arrived.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Until the headers were there, connecting included.</summary>
    public double? LatencyMs { get; init; }

    public HttpFailure Failure { get; init; }

    /// <summary>What failed, in the words of the stack.</summary>
    public string? FailureDetail { get; init; }

    /// <summary>Where a redirect leads, which is not followed.</summary>
    public Uri? Location { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Bytes read of the body, at most <see cref="HttpProbe.LongestBody"/>.</summary>
    public long BodyBytes { get; init; }

    /// <summary>The body is JSON; null when there was none or it is not whole.</summary>
    public bool? IsJson { get; init; }

    /// <summary>What the body says of the application's health; null where it is no JSON object.</summary>
    public HealthReport? Report { get; init; }

    /// <summary>Vercel's error code, such as FUNCTION_INVOCATION_TIMEOUT.</summary>
    public string? VercelError { get; init; }

    /// <summary>Vercel's firewall stood in the way: deny or challenge.</summary>
    public string? Mitigation { get; init; }

    /// <summary>The server's clock.</summary>
    public DateTimeOffset? ServerDate { get; init; }

    /// <summary>End of the certificate's validity; null without TLS.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>What is wrong with the certificate; null when it is trusted.</summary>
    public string? CertificateFault { get; init; }
}
