using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Faults;

namespace XmrtOps.Platforms;

/// <summary>A request to a platform's API, before it has an address and a token.</summary>
internal sealed record PlatformRequest
{
    /// <summary>GET and so on.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Path below the base address, escaped.</summary>
    public required string Path { get; init; }

    /// <summary>What it is about, as a message names it after "has no": "deployment 'dpl_…'".</summary>
    public required string Subject { get; init; }

    /// <summary>Name and value of the query; null leaves one out.</summary>
    public IReadOnlyList<(string Name, string? Value)> Query { get; init; } = [];

    /// <summary>The body; it is sent as it is, also when the request is repeated.</summary>
    public HttpContent? Content { get; init; }

    /// <summary>A POST that only reads.</summary>
    public bool OnlyReads { get; init; }

    /// <summary>Types of answers; JSON if null.</summary>
    public string? Accept { get; init; }

    /// <summary>For one try, where it takes longer than others.</summary>
    public TimeSpan? TryTimeout { get; init; }

    /// <summary>A part of many: it is better to wait until the platform takes requests again than to give up, for up to
    /// <see cref="Patience"/>.</summary>
    public bool WaitsOutLimits { get; init; }

    /// <summary>For all tries and waits of what <see cref="WaitsOutLimits"/>.</summary>
    public TimeSpan Patience { get; init; } = PlatformLimits.Patience;

    /// <summary>Bytes of the answer that are read at most.</summary>
    public long LongestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>Further headers; what authorizes is not among them.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Sending it twice changes nothing.</summary>
    public bool IsRead => OnlyReads || Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options;

    /// <summary>A GET. Values in the path are escaped.</summary>
    /// <exception cref="XmrtException">InvalidPathValue.</exception>
    public static PlatformRequest Get(
        string subject, FormattableString path, params IReadOnlyList<(string Name, string? Value)> query) =>
        new() { Method = HttpMethod.Get, Path = Escape(subject, path), Subject = subject, Query = query };

    /// <summary>Any other. Values in the path are escaped.</summary>
    /// <exception cref="XmrtException">InvalidPathValue.</exception>
    public static PlatformRequest Of(
        HttpMethod method, string subject, FormattableString path, params IReadOnlyList<(string Name, string? Value)> query) =>
        new() { Method = method, Path = Escape(subject, path), Subject = subject, Query = query };

    /// <summary>The same with a JSON body.</summary>
    public PlatformRequest With<T>(T body, JsonTypeInfo<T> type)
    {
        ByteArrayContent content = new(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        return this with { Content = content };
    }

    /// <summary>How a number or moment is written in a query.</summary>
    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A moment in epoch milliseconds, as Vercel counts.</summary>
    public static string? Milliseconds(DateTimeOffset? moment) => Text(moment?.ToUnixTimeMilliseconds());

    private static string Escape(string subject, FormattableString path)
    {
        object?[] escaped = [.. path.GetArguments().Select(value => Segment(subject, value))];
        return string.Format(CultureInfo.InvariantCulture, path.Format, escaped);
    }

    private static string Segment(string subject, object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        // Addresses are normalized: a ".." would take a step up, to another object than the one that was named.
        return text.Length is 0 or > 500 || text.All(c => c == '.') || text.Any(char.IsControl)
            ? throw Errors.InvalidPathValue(subject)
            : Uri.EscapeDataString(text);
    }
}
