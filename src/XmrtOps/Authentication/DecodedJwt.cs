using System.Collections.ObjectModel;
using XmrtOps.Findings;

namespace XmrtOps.Authentication;

/// <summary>What a token or key says of itself. It was decoded, not verified: anybody can write such a thing.</summary>
public sealed record DecodedJwt
{
    /// <summary>What kind of token or key it is, by its form and its claims.</summary>
    public required TokenKind Kind { get; init; }

    /// <summary>Always false: whether the signature is right says Test-XmrtJwt.</summary>
    public bool IsVerified { get; }

    /// <summary>The algorithm of the signature, such as HS256 or ES256; null when it is no JWT.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The signing key that the header names; null where it names none, as in all that is signed with the legacy secret.</summary>
    public string? KeyId { get; init; }

    /// <summary>The role that PostgREST takes on for it; null when it names none.</summary>
    public string? Role { get; init; }

    /// <summary>The user (sub); null for keys.</summary>
    public string? Subject { get; init; }

    /// <summary>Who issued it (iss).</summary>
    public string? Issuer { get; init; }

    /// <summary>Whom it is for (aud).</summary>
    public IReadOnlyList<string> Audience { get; init; } = [];

    /// <summary>Supabase's reference of the project that it belongs to, from ref or iss; null when neither names one.</summary>
    public string? ProjectRef { get; init; }

    /// <summary>When it was issued (iat).</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>From when it is valid (nbf).</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Until when it is valid (exp); null: it says nothing, or something that is no time.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether it has expired, by this machine's clock; null when unknown.</summary>
    public bool? IsExpired { get; init; }

    /// <summary>Time until it expires; negative when it has. Null when unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The header, by name.</summary>
    public IReadOnlyDictionary<string, object?> Header { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>All claims, by name.</summary>
    public IReadOnlyDictionary<string, object?> Claims { get; init; } = ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>Characters of the token.</summary>
    public int Length { get; init; }

    /// <summary>SHA-256 of the token in hexadecimal digits: the same for the same token, as Supabase lists secrets.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What is wrong or worth knowing, worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was read, by this machine's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>The kind, never the token.</summary>
    public override string ToString() => Kind.ToString();
}
