namespace XmrtOps.Sandbox.Http;

/// <summary>Takes the second word of a request line apart.</summary>
internal static class RequestTarget
{
    public static (string Path, IReadOnlyDictionary<string, IReadOnlyList<string>> Query) Parse(string target)
    {
        // A client that takes us for a proxy sends the whole URL.
        if (Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            target = url.PathAndQuery;
        }

        if (!target.StartsWith('/')) throw new BadRequestException(400, "The path does not begin with a slash.");

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (target, ParseQuery(string.Empty)) : (target[..mark], ParseQuery(target[(mark + 1)..]));
    }

    private static Dictionary<string, IReadOnlyList<string>> ParseQuery(string query) => query
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .GroupBy(pair => Decode(pair[0]), pair => pair.Length == 2 ? Decode(pair[1]) : string.Empty, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group], StringComparer.Ordinal);

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
