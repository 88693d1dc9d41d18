using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

// The firewall's addresses that are let through.
internal sealed partial class VercelClient
{
    private const string Firewall = "firewall";

    public async Task<IReadOnlyList<VercelBypass>> GetBypassesAsync(INotices notices, CancellationToken cancellation)
    {
        VercelBypassList found = await http.ReadAsync(
            PlatformRequest.Get(Firewall, $"v1/security/firewall/bypass", await FirewallQueryAsync(notices, cancellation)),
            VercelJson.Default.VercelBypassList,
            notices,
            cancellation);
        return found.Result ?? [];
    }

    /// <summary>Lets an address through, or says anew how long and why.</summary>
    public Task AddBypassAsync(VercelBypassChange bypass, INotices notices, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, bypass, notices, cancellation);

    /// <summary>Treats an address as all others.</summary>
    /// <exception cref="Faults.XmrtException">NotFound where it is let through no more.</exception>
    public Task RemoveBypassAsync(VercelBypassChange bypass, INotices notices, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Delete, bypass, notices, cancellation);

    private async Task ChangeAsync(
        HttpMethod method, VercelBypassChange bypass, INotices notices, CancellationToken cancellation) => await http.SendAsync(
            PlatformRequest.Of(method, Firewall, $"v1/security/firewall/bypass", await FirewallQueryAsync(notices, cancellation))
                .With(bypass, VercelJson.Default.VercelBypassChange),
            notices,
            cancellation);

    private async Task<(string Name, string? Value)[]> FirewallQueryAsync(INotices notices, CancellationToken cancellation) =>
        Scoped(("projectId", (await IdentityAsync(notices, cancellation)).Id ?? project));
}
