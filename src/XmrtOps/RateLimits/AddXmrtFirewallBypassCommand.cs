using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.Platforms;

namespace XmrtOps.RateLimits;

/// <summary>Lets addresses through Vercel's firewall: what the runbook's "whitelist" step means.</summary>
[Cmdlet(VerbsCommon.Add, "XmrtFirewallBypass", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FirewallBypassChange))]
public sealed class AddXmrtFirewallBypassCommand : PlatformChangeCmdlet
{
    private IReadOnlyList<string> _addresses = [];
    private TimeSpan? _ttl;

    /// <summary>Addresses or ranges.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary>One domain; all of the project if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Domain { get; set; }

    /// <summary>Why: shown wherever the exception is.</summary>
    [Parameter]
    [ValidateLength(1, 500)]
    public string? Note { get; set; }

    /// <summary>How long; without end if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Ttl { get; set; }

    private protected override PlatformKind Platform => PlatformKind.Vercel;

    private protected override void Begin()
    {
        _addresses = [.. Address.Select(BypassAddress.Normalize).Distinct(StringComparer.Ordinal)];
        _ttl = Ttl?.Duration(nameof(Ttl));
    }

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (string address in _addresses)
            {
                Guarded(connection, () => Add(connection, address));
            }
        }
    }

    private void Add(XmrtConnection connection, string address)
    {
        FirewallBypass? known = FirewallBypasses.Find(
            Await((notices, cancellation) => FirewallBypasses.ReadAsync(connection, notices, cancellation)), address, Domain);
        if (known is not null && _ttl is null && known.ExpiresAt is null && (Note is null || Note == known.Note))
        {
            WriteVerbose($"{connection.Name}: {address} is let through already.");
            WriteObject(Change(connection, known, FirewallBypassOutcome.Unchanged, null));
            return;
        }

        string until = _ttl is { } ttl
            ? string.Create(CultureInfo.CurrentCulture, $" until {DateTimeOffset.Now + ttl:g}")
            : ", without end";
        string action = $"let {FirewallBypasses.Describe(address, Domain)}{until}. Its rules then stop nothing that comes from there.";
        if (Confirmed(connection, action))
        {
            // What was there before is not taken away by an undo, but put back.
            string undo = known is null
                ? $"Remove-XmrtFirewallBypass {FirewallBypasses.Arguments(address, Domain)}"
                : FirewallBypasses.CommandOf(known);
            WriteObject(Journaled(
                connection,
                action,
                async (id, notices, cancellation) => Change(
                    connection,
                    await FirewallBypasses.AddAsync(connection, address, Domain, Note, _ttl, notices, cancellation),
                    FirewallBypassOutcome.Added,
                    id),
                change => $"let {change.Address} through",
                undo));
        }
    }

    private static FirewallBypassChange Change(
        XmrtConnection connection, FirewallBypass rule, FirewallBypassOutcome outcome, Guid? id) => new()
        {
            Connection = connection.Name,
            Address = rule.Address,
            Domain = rule.Domain,
            Outcome = outcome,
            Note = rule.Note,
            ExpiresAt = rule.ExpiresAt,
            ChangedAt = DateTimeOffset.Now,
            JournalId = id,
        };
}
