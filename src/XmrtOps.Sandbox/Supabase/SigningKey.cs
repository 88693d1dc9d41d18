using System.Text.Json.Nodes;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>A key that the project's tokens are or were signed with.</summary>
internal sealed record SigningKey
{
    public required Guid Id { get; init; }

    /// <summary>HS256 or ES256.</summary>
    public required string Algorithm { get; init; }

    /// <summary>in_use, previously_used, revoked or standby.</summary>
    public required string Status { get; init; }

    /// <summary>The public half; a shared secret has none.</summary>
    public JsonObject? PublicJwk { get; init; }

    /// <summary>What signs with it.</summary>
    public required TokenSigner Signer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public bool IsTrusted => Status != "revoked";

    public object Shape() => new
    {
        id = Id,
        algorithm = Algorithm,
        status = Status,
        public_jwk = PublicJwk,
        created_at = CreatedAt,
        updated_at = UpdatedAt,
    };
}
