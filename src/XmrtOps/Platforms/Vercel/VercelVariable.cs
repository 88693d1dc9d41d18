using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A variable of the environment that builds and functions see.</summary>
internal sealed record VercelVariable
{
    public string? Id { get; init; }

    public string? Key { get; init; }

    /// <summary>Mostly a secret. Of type sensitive it is never told, and of type encrypted it is ciphertext unless decrypted.</summary>
    public string? Value { get; init; }

    /// <summary>plain, encrypted, secret, sensitive, system.</summary>
    public string? Type { get; init; }

    /// <summary>production, preview, development.</summary>
    [JsonConverter(typeof(Texts))]
    public IReadOnlyList<string>? Target { get; init; }

    /// <summary>The value is the one that was set.</summary>
    public bool? Decrypted { get; init; }

    public string? GitBranch { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CreatedAt { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The name and never the value: records print all they hold.</summary>
    public override string ToString() => Key ?? nameof(VercelVariable);
}
