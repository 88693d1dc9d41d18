using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Connections;

/// <summary>Tells whom to turn to, and who is on call.</summary>
[Cmdlet(VerbsCommon.Get, "XmrtContact")]
[OutputType(typeof(XmrtContact))]
public sealed class GetXmrtContactCommand : XmrtCmdlet
{
    /// <summary>Kinds of trouble, such as Security*.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Topic { get; set; }

    /// <summary>Profile whose contacts and rotation are asked for; by default that of the current connection.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>When somebody is needed; by default now.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? At { get; set; }

    private protected override void Process()
    {
        Func<string, bool> isWanted = NameFilter.Of(nameof(Topic), Topic);
        XmrtProfile? profile = (Profile ?? Session.OfRunspace.Current?.Profile) is { } name
            ? ProfileStore.Default.Find(name) ?? throw Errors.ProfileNotFound(name)
            : null;
        DateTimeOffset now = DateTimeOffset.Now;
        WriteObject(
            ContactDirectory.At(profile, At?.Instant(now) ?? now).Where(contact => isWanted(contact.Topic)),
            enumerateCollection: true);
    }
}
