using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Frontend;
using XmrtOps.Health;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Rollback.Frontends;

/// <summary>Looks whether a deployment is what users get: the production target, the domains, and the site's own health.</summary>
internal sealed class FrontendProof(XmrtConnection connection, INotices notices)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <returns>What was seen, and what to do where the site is not well.</returns>
    public async Task<(IReadOnlyList<RollbackCheck> Checks, string? Remedy)> LookAsync(string id, CancellationToken cancellation)
    {
        (RollbackCheck site, string? remedy) = await SiteAsync(cancellation);
        return ([await TargetAsync(id, cancellation), await DomainsAsync(id, cancellation), site], remedy);
    }

    private Task<RollbackCheck> TargetAsync(string id, CancellationToken cancellation) => TryAsync("Production", async () =>
    {
        string? current = (await connection.Vercel.GetProjectAsync(notices, cancellation)).Targets?.Production?.Id;
        return (current == id, current == id ? $"production is {id}" : $"production is {current ?? "nothing"}");
    });

    private Task<RollbackCheck> DomainsAsync(string id, CancellationToken cancellation) => TryAsync("Domains", async () =>
    {
        HashSet<string> leading = (await connection.Vercel.GetAliasesAsync(id, notices, cancellation))
            .Select(alias => alias.Alias ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<string> domains = [];
        await foreach (VercelDomain domain in connection.Vercel.ListDomainsAsync(notices, cancellation))
        {
            // A domain that redirects leads to no deployment, and a branch's leads to that branch's.
            if (domain is { Name: { } name, Redirect: null, GitBranch: null })
            {
                domains.Add(name);
            }
        }

        string[] elsewhere = [.. domains.Where(domain => !leading.Contains(domain))];
        return domains.Count == 0 ? (null, "the project shows no domains")
            : elsewhere.Length == 0 ? ((bool?)true, $"{string.Join(", ", domains)} lead{(domains.Count == 1 ? "s" : "")} to it")
            : (false, $"{string.Join(", ", elsewhere)} lead{(elsewhere.Length == 1 ? "s" : "")} elsewhere");
    });

    private async Task<(RollbackCheck Check, string? Remedy)> SiteAsync(CancellationToken cancellation)
    {
        if (connection.FrontendUrl is not { } frontend)
        {
            return (
                new RollbackCheck { Name = "Health", Reason = "not measured: the connection names no frontend" },
                "Test-XmrtFrontend https://<host>");
        }

        using HttpProbe probe = HttpProbe.Create(s_patience);
        Uri address = FrontendHealth.Address(frontend);
        notices.Verbose($"GET {address}");
        HealthCheck health = FrontendJudgement.Of(await probe.GetAsync(address, s_patience, cancellation), s_patience, DateTimeOffset.Now);
        bool? passed = health.Status switch
        {
            HealthStatus.Healthy or HealthStatus.Degraded => true,
            HealthStatus.Unhealthy => false,
            _ => null,
        };
        return (
            new RollbackCheck
            {
                Name = "Health", Passed = passed, Reason = health.Reason.Length > 0 ? health.Reason : $"{address.AbsolutePath} answers",
            },
            passed == true ? null : "Test-XmrtFrontend");
    }

    private static async Task<RollbackCheck> TryAsync(string name, Func<Task<(bool? Passed, string Reason)>> look)
    {
        try
        {
            (bool? passed, string reason) = await look();
            return new RollbackCheck { Name = name, Passed = passed, Reason = reason };
        }
        catch (XmrtException fault)
        {
            return new RollbackCheck { Name = name, Reason = $"not measured: {fault.Message}" };
        }
    }
}
