namespace XmrtOps.Sandbox.Vercel;

/// <summary>A project's firewall: rules that block or let through addresses, and the attack mode.</summary>
public sealed class VercelFirewall
{
    private readonly VercelPlatform _platform;
    private readonly VercelProject _project;
    private readonly List<Rule> _rules = [];

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
