using System.Text;
using System.Text.Json;

namespace XmrtOps.Sandbox.Http;

/// <summary>A request as a stand-in received it.</summary>
public sealed record StandInRequest
{
    /// <summary>GET, POST and so on, in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, percent signs and all, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The decoded values of the query by name, each in the order of the URL.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Query { get; init; }

    /// <summary>The headers; names in any case, values of a repeated one joined by commas.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body, without its transfer coding.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the route's placeholders stand for in this path, decoded.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was read.</summary>
    public DateTimeOffset ReceivedAt { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The token of an Authorization header of the form "Bearer token"; null without one.</summary>
    public string? BearerToken
    {
        get
        {
            const string scheme = "Bearer ";
            var value = Headers.GetValueOrDefault("Authorization");
            var isBearer = value?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) == true;
            return isBearer && value!.Length > scheme.Length ? value[scheme.Length..].Trim() : null;
        }
    }

    /// <summary>The first value of this name in the query; null without one.</summary>
    public string? First(string name) => Query.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The body read as JSON; the caller disposes it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonDocument ParseJson() => JsonDocument.Parse(Body);
}
