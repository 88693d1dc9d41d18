using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>An address that the firewall lets through.</summary>
internal sealed record VercelBypass
{
    public string? Id { get; init; }

    public string? Domain { get; init; }

    /// <summary>Address or range.</summary>
    public string? Ip { get; init; }

    /// <summary>bypass or block.</summary>
    public string? Action { get; init; }

    public bool? IsProjectRule { get; init; }

    public string? Note { get; init; }

    /// <summary>A moment in ISO form or in epoch milliseconds.</summary>
    public JsonElement? CreatedAt { get; init; }

    /// <summary>As CreatedAt.</summary>
    public JsonElement? ExpiresAt { get; init; }
}
