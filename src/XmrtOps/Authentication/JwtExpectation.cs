namespace XmrtOps.Authentication;

/// <summary>What a token is held against; null: not asked.</summary>
internal sealed record JwtExpectation
{
    /// <summary>What PostgREST allows clocks to differ by.</summary>
    public static readonly TimeSpan DefaultSkew = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of the secret of HS256.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>Where the public keys are.</summary>
    public JwksSource? Jwks { get; init; }

    public string? Issuer { get; init; }

    public string? Audience { get; init; }

    public string? Role { get; init; }

    public string? ProjectRef { get; init; }

    public TimeSpan Skew { get; init; } = DefaultSkew;
}
