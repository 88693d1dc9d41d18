using XmrtOps.Connections;

namespace XmrtOps.RateLimits;

/// <summary>Gathers windows that were shown, by where they came from, identifier and endpoint.</summary>
internal sealed class RateLimitCollector
{
    private readonly Dictionary<(string Connection, string Identifier, string Endpoint), Group> _groups = [];

    public IEnumerable<(XmrtConnection[]? Connections, RateLimitSelection Selection)> Selections => _groups.Select(group =>
        (group.Value.Connections, new RateLimitSelection
        {
            Identifier = group.Key.Identifier,
            Endpoint = group.Key.Endpoint,
            Windows = group.Value.Windows,
        }));

    /// <param name="connections">Where to clear it: bound from the record, or given explicitly.</param>
    /// <param name="shown">The window.</param>
    public void Add(XmrtConnection[]? connections, RateLimit shown)
    {
        string key = connections is null ? "" : string.Join('\n', connections.Select(c => c.Name));
        (string, string, string) id = (key, shown.Identifier, shown.Endpoint);
        if (!_groups.TryGetValue(id, out Group? group))
        {
            _groups.Add(id, group = new Group(connections, []));
        }

        group.Windows.Add((shown.WindowStart, shown.WindowStart + shown.Window));
    }

    private sealed record Group(XmrtConnection[]? Connections, List<(DateTimeOffset Start, DateTimeOffset End)> Windows);
}
