namespace XmrtOps.Authentication;

/// <summary>One thing that a token has to fulfil, and whether it does.</summary>
public sealed record JwtCheck
{
    /// <summary>What is checked: Form, Signature, Expiry, NotBefore, IssuedAt, Issuer, Audience, Role, Project.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is fulfilled; null: it could not be checked, for the reason given.</summary>
    public required bool? Passed { get; init; }

    /// <summary>Why, as a sentence. It holds no part of the token but the claim that it is about.</summary>
    public required string Reason { get; init; }

    /// <summary>What a user of this token meets because of it, service by service; empty when nothing.</summary>
    public IReadOnlyList<string> UserSees { get; init; } = [];

    /// <summary>What to do about it; null where there is nothing to do.</summary>
    public string? Remedy { get; init; }

    /// <summary>What kind of token it is.</summary>
    public TokenKind Kind { get; init; }

    /// <summary>By which time it was judged: this machine's clock.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
