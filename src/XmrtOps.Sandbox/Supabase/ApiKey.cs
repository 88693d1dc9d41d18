using System.Security.Cryptography;
using System.Text;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>A key of the project's own address.</summary>
internal sealed record ApiKey
{
    /// <summary>A UUID; for legacy keys the name of their role.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>legacy, publishable or secret.</summary>
    public required string Type { get; init; }

    public required string Value { get; init; }

    public string? Description { get; init; }

    /// <summary>The role that a request with this key has: anon or service_role.</summary>
    public required string Role { get; init; }

    public required DateTimeOffset InsertedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public bool IsLegacy => Type == "legacy";

    /// <summary>As the Management API shows it: a secret key is masked unless it is to be revealed.</summary>
    public object Shape(bool reveal) => new
    {
        api_key = Type == "secret" && !reveal ? $"{Value[..16]}{new string('·', 16)}" : Value,
        id = Id,
        name = Name,
        type = Type,
        prefix = IsLegacy ? Value[..5] : Value[Value.LastIndexOf('_')..][1..6],
        hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Value))),
        description = Description,
        secret_jwt_template = Type == "secret" ? new { role = Role } : null,
        inserted_at = IsLegacy ? (DateTimeOffset?)null : InsertedAt,
        updated_at = IsLegacy ? (DateTimeOffset?)null : UpdatedAt,
    };
}
