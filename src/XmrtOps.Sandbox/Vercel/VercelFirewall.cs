using System.Net;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>A project's firewall: rules that block or let through addresses, and the attack mode.</summary>
public sealed class VercelFirewall
{
    private readonly VercelPlatform _platform;
    private readonly VercelProject _project;
    private readonly List<Rule> _rules = [];
    private readonly List<IPNetwork> _limited = [];

    internal VercelFirewall(VercelPlatform platform, VercelProject project)
    {
        _platform = platform;
        _project = project;
    }

    /// <summary>Whether every visitor is challenged.</summary>
    public bool IsInAttackMode { get; internal set; }

    /// <summary>When the attack mode ends; null for never.</summary>
    public DateTimeOffset? AttackModeUntil { get; internal set; }

    /// <summary>The addresses that rules let through now.</summary>
    public IReadOnlyList<string> BypassedAddresses
    {
        get
        {
            lock (_platform.Gate) return [.. Living.Select(rule => rule.Address)];
        }
    }

    /// <summary>Adds a rule that answers every request from these addresses with 429.</summary>
    /// <param name="range">An address with its length, such as 198.51.100.0/24.</param>
    public void Limit(string range)
    {
        lock (_platform.Gate) _limited.Add(IPNetwork.Parse(range));
    }

    /// <summary>Takes that rule away again.</summary>
    public void Unlimit(string range)
    {
        lock (_platform.Gate) _limited.Remove(IPNetwork.Parse(range));
    }

    /// <summary>A rule refuses this address, and no exception lets it through.</summary>
    internal bool Stops(string address)
    {
        lock (_platform.Gate)
        {
            return IPAddress.TryParse(address, out var parsed)
                && _limited.Exists(range => range.Contains(parsed))
                && !LetsThrough(address);
        }
    }

    /// <summary>An exception of this address, or of a range with it.</summary>
    internal bool LetsThrough(string address) => IPAddress.TryParse(address, out var parsed)
        && BypassedAddresses.Any(rule => IPNetwork.TryParse(rule, out var range) ? range.Contains(parsed) : rule == address);

    internal bool IsInAttackModeAt(DateTimeOffset now) => IsInAttackMode && !(AttackModeUntil <= now);

    internal IEnumerable<Rule> Living => _rules.Where(rule => rule.EndsAt is null || _platform.Now < rule.EndsAt);

    internal Rule Add(string domain, string address, bool isForProject, TimeSpan? lifetime, string? note)
    {
        var now = _platform.Now;
        var rule = new Rule(
            $"{_platform.Identity.VercelTeamId}#{domain}#{address}", domain, address, isForProject, note, now,
            now + lifetime);
        _rules.RemoveAll(other => other.Id == rule.Id);
        _rules.Add(rule);
        return rule;
    }

    internal bool Remove(string? domain, string? address) =>
        _rules.RemoveAll(rule =>
            (domain is null ? rule.IsForProject : rule.Domain == domain) && rule.Address == address) > 0;

    /// <summary>The project's own domain stands for the whole project.</summary>
    internal string DomainOfProject => _project.Domains[0];

    internal sealed record Rule(
        string Id, string Domain, string Address, bool IsForProject, string? Note, DateTimeOffset CreatedAt,
        DateTimeOffset? EndsAt);
}
