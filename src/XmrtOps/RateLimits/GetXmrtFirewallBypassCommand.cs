using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Lists the addresses that Vercel's firewall lets through.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtFirewallBypass")]
[OutputType(typeof(FirewallBypass))]
public sealed class GetXmrtFirewallBypassCommand : PlatformReadCmdlet<FirewallBypass>
{
    internal override async IAsyncEnumerable<FirewallBypass> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (FirewallBypass rule in await FirewallBypasses.ReadAsync(connection, notices, cancellation))
        {
            yield return rule;
        }
    }
}
