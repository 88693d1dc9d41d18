namespace XmrtOps.Sandbox.Http;

/// <summary>
/// One way in which a platform misbehaves. Combine several with a <c>with</c> expression, such as a late 503.
/// </summary>
public sealed record Fault
{
    /// <summary>How long the reply waits; <see cref="Timeout.InfiniteTimeSpan"/> never answers.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Answered in place of the route's reply; null keeps that.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Headers of that answer, such as Retry-After.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Body of that answer; null takes the platform's own error form.</summary>
    public string? Body { get; init; }

    /// <summary>Type of <see cref="Body"/>.</summary>
    public string ContentType { get; init; } = "text/plain; charset=utf-8";

    /// <summary>What happens to the reply on its way.</summary>
    public FaultDamage Damage { get; init; }

    /// <summary>A status in place of the route's reply, such as 429 with Retry-After.</summary>
    public static Fault Status(int code, params (string Name, string Value)[] headers) => new()
    {
        StatusCode = code,
        Headers = headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>The right reply, but late.</summary>
    public static Fault Delay(TimeSpan wait) => new() { Wait = wait };

    /// <summary>No reply: the connection is reset.</summary>
    public static Fault DropConnection() => new() { Damage = FaultDamage.DropConnection };

    /// <summary>Half a reply.</summary>
    public static Fault TruncateBody() => new() { Damage = FaultDamage.TruncateBody };

    /// <summary>A reply that is no JSON although it says so.</summary>
    public static Fault MalformedBody() => new() { Damage = FaultDamage.MalformedBody };
}
