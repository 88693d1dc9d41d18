using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Connections;

/// <summary>Makes a profile, or changes what is given of one.</summary>
[Cmdlet(VerbsCommon.Set, "XmrtProfile", SupportsShouldProcess = true)]
[OutputType(typeof(XmrtProfile))]
public sealed class SetXmrtProfileCommand : XmrtCmdlet
{
    /// <summary>Name of the profile.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>postgresql:// URL of the database, without a password.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? DatabaseUrl { get; set; }

    /// <summary>Where the database's password is: env:VARIABLE, secret:Vault/Name or secret:Name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PasswordFrom { get; set; }

    /// <summary>PEM file of the root certificate to trust.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    /// <summary>Supabase's reference of the project: 20 letters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectRef { get; set; }

    /// <summary>Address of the frontend.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? FrontendUrl { get; set; }

    /// <summary>Vercel's project: its name, or its prj_ identifier.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VercelProject { get; set; }

    /// <summary>Vercel's team: its team_ identifier, or its name in addresses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VercelTeam { get; set; }

    /// <summary>Base address of Vercel's API, when it is not https://api.vercel.com.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? VercelApiUrl { get; set; }

    /// <summary>Base address of Supabase's management API, when it is not https://api.supabase.com.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? SupabaseApiUrl { get; set; }

    /// <summary>The Supabase project's own address, when it is not https://ref.supabase.co.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? SupabaseUrl { get; set; }

    /// <summary>Where Vercel's token is; by default VERCEL_TOKEN.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? VercelTokenFrom { get; set; }

    /// <summary>Where Supabase's token is; by default SUPABASE_ACCESS_TOKEN.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SupabaseTokenFrom { get; set; }

    /// <summary>Where the project's service_role or secret key is; by default SUPABASE_SERVICE_ROLE_KEY.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceKeyFrom { get; set; }

    /// <summary>Where the project's anon or publishable key is; by default SUPABASE_ANON_KEY.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AnonKeyFrom { get; set; }

    /// <summary>Prompts name the system; -Production:$false: they do not, wherever it is.</summary>
    [Parameter]
    public SwitchParameter Production { get; set; }

    /// <summary>Whom to tell of a security incident: 'name &lt;address&gt;'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecurityContact { get; set; }

    /// <summary>Who is on call, in this order, each as 'name &lt;address&gt;'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? OnCall { get; set; }

    /// <summary>When the first one's first shift began, by the clocks of -TimeZone.</summary>
    [Parameter]
    [ValidateNotNull]
    public DateTime? OnCallSince { get; set; }

    /// <summary>Length of a shift, such as 7d (the default) or 12h.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument? OnCallPeriod { get; set; }

    /// <summary>IANA name of the zone whose clocks the rotation follows, such as Europe/Berlin.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TimeZone { get; set; }

    /// <summary>What to take away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ProfileProperty[]? Clear { get; set; }

    /// <summary>Returns the profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        ProfileStore store = ProfileStore.Default;
        ProfileChange change = Given();
        XmrtProfile? before = store.Named(Name);
        XmrtProfile wanted = change.ApplyTo(Name, before);
        string[] named = [.. Enum.GetNames<ProfileProperty>().Where(MyInvocation.BoundParameters.ContainsKey)];
        string what = string.Join(", ", [.. named, .. change.Clear.Select(property => $"no {property}")]);
        if (!ShouldProcess(
            $"profile '{wanted.Name}'", before is null ? $"make with {what}" : $"change {what}"))
        {
            return;
        }

        XmrtProfile after = wanted;
        Await(async (_, cancellation) =>
        {
            // What another process has changed since is kept.
            await store.ChangeAsync(Name, old => after = change.ApplyTo(Name, old), cancellation);
            return true;
        });
        if (PassThru)
        {
            WriteObject(after);
        }
    }

    private ProfileChange Given()
    {
        foreach (string both in (Clear ?? []).Select(p => p.ToString()).Where(MyInvocation.BoundParameters.ContainsKey))
        {
            throw Errors.InvalidProfileValue(both, "it is given and to be taken away at once");
        }

        return new ProfileChange
        {
            DatabaseUrl = DatabaseUrl,
            PasswordFrom = PasswordFrom,
            RootCertificate = RootCertificate is null ? null : GetUnresolvedProviderPathFromPSPath(RootCertificate),
            ProjectRef = ProjectRef,
            FrontendUrl = FrontendUrl,
            VercelProject = VercelProject,
            VercelTeam = VercelTeam,
            VercelApiUrl = VercelApiUrl,
            SupabaseApiUrl = SupabaseApiUrl,
            SupabaseUrl = SupabaseUrl,
            VercelTokenFrom = VercelTokenFrom,
            SupabaseTokenFrom = SupabaseTokenFrom,
            ServiceKeyFrom = ServiceKeyFrom,
            AnonKeyFrom = AnonKeyFrom,
            IsProduction = MyInvocation.BoundParameters.ContainsKey(nameof(Production)) ? Production.IsPresent : null,
            SecurityContact = SecurityContact,
            OnCall = OnCall,
            OnCallSince = OnCallSince,
            OnCallPeriod = OnCallPeriod?.Duration(nameof(OnCallPeriod)),
            TimeZone = TimeZone,
            Clear = Clear ?? [],
        };
    }
}
