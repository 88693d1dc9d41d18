using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Platforms;

namespace XmrtOps.RateLimits;

/// <summary>Treats addresses as all others again.</summary>
[Cmdlet(VerbsCommon.Remove, "XmrtFirewallBypass", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FirewallBypassChange))]
public sealed class RemoveXmrtFirewallBypassCommand : PlatformChangeCmdlet
{
    /// <summary>Addresses or ranges, to the letter.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary>One domain; the exception of the whole project if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Domain { get; set; }

    // From the pipe an exception of the whole project comes with an empty one.
    private string? OnlyDomain => string.IsNullOrEmpty(Domain) ? null : Domain;

    private protected override PlatformKind Platform => PlatformKind.Vercel;

    private protected override void Process()
    {
        IReadOnlyList<string> addresses = [.. Address.Select(BypassAddress.Normalize).Distinct(StringComparer.Ordinal)];
        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (string address in addresses)
            {
                Guarded(connection, () => Remove(connection, address));
            }
        }
    }

    private void Remove(XmrtConnection connection, string address)
    {
        FirewallBypass? known = FirewallBypasses.Find(
            Await((notices, cancellation) => FirewallBypasses.ReadAsync(connection, notices, cancellation)), address, OnlyDomain);
        if (known is null)
        {
            WriteVerbose($"{connection.Name}: {address} is not let through.");
            WriteObject(Change(connection, address, FirewallBypassOutcome.Unchanged, null));
            return;
        }

        string action = $"no longer let {FirewallBypasses.Describe(address, OnlyDomain)}";
        if (Confirmed(connection, action))
        {
            WriteObject(Journaled(
                connection,
                action,
                async (id, notices, cancellation) =>
                {
                    await FirewallBypasses.RemoveAsync(connection, known, notices, cancellation);
                    return Change(connection, address, FirewallBypassOutcome.Removed, id);
                },
                change => $"{change.Address} is let through no more",
                FirewallBypasses.CommandOf(known)));
        }
    }

    private FirewallBypassChange Change(
        XmrtConnection connection, string address, FirewallBypassOutcome outcome, Guid? id) => new()
        {
            Connection = connection.Name,
            Address = address,
            Domain = OnlyDomain,
            Outcome = outcome,
            ChangedAt = DateTimeOffset.Now,
            JournalId = id,
        };
}
