namespace XmrtOps.Sandbox.Http;

/// <summary>A path whose segments in braces stand for any one segment: /v1/projects/{ref}/health.</summary>
internal sealed class RoutePattern
{
    private readonly string[] _segments;

    public RoutePattern(string pattern)
    {
        if (!pattern.StartsWith('/')) throw new ArgumentException("A path pattern begins with a slash.", nameof(pattern));

        _segments = pattern.Split('/');
    }

    /// <summary>How many segments are fixed: of two patterns that match, the one with more of them is meant.</summary>
    public int FixedSegments => _segments.Count(segment => !IsPlaceholder(segment));

    /// <summary>What the placeholders stand for in this path, or null where it does not match.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var parts = path.Split('/');
        if (parts.Length != _segments.Length) return null;

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (segment, part) in _segments.Zip(parts.Select(Uri.UnescapeDataString)))
        {
            var isPlaceholder = IsPlaceholder(segment);
            if (isPlaceholder ? part.Length == 0 : segment != part) return null;
            if (isPlaceholder) values[segment[1..^1]] = part;
        }

        return values;
    }

    private static bool IsPlaceholder(string segment) => segment.StartsWith('{') && segment.EndsWith('}');
}
