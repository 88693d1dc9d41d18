using System.Management.Automation;
using System.Security;
using XmrtOps.Cmdlets;
using XmrtOps.Sandboxes;

namespace XmrtOps.Connections;

/// <summary>Connects to a system, finds out what it is, and makes it the current connection.</summary>
[Cmdlet(VerbsCommunications.Connect, "Xmrt", DefaultParameterSetName = "Target")]
[OutputType(typeof(XmrtConnection))]
public sealed class ConnectXmrtCommand : XmrtCmdlet
{
    /// <summary>A profile's name, a postgresql:// URL, or "host=… dbname=…".</summary>
    [Parameter(Position = 0, ParameterSetName = "Target")]
    [ArgumentCompleter(typeof(Module.ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    /// <summary>A sandbox.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Sandbox")]
    public XmrtSandbox? InputObject { get; set; }

    /// <summary>Name of the connection; by default the profile's, or the host's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Host of the database.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>Port of the database: 5432, or 6543 for Supabase's transaction pooler.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>Name of the database.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    public string? DatabaseName { get; set; }

    /// <summary>User and password of the database; wins over what a URL or the environment says.</summary>
    [Parameter(ParameterSetName = "Target")]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>PEM file of the root certificate to trust.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    public string? RootCertificate { get; set; }

    /// <summary>Seconds to wait for the database.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateRange(1, 300)]
    public int ConnectTimeout { get; set; }

    /// <summary>Supabase's reference of the project.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidatePattern("^[a-z]{20}$")]
    public string? ProjectRef { get; set; }

    /// <summary>Address of the frontend.</summary>
    [Parameter(ParameterSetName = "Target")]
    public Uri? FrontendUrl { get; set; }

    /// <summary>Vercel's project: its name, or its prj_ identifier.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    public string? VercelProject { get; set; }

    /// <summary>Vercel's team: its team_ identifier, or its name in addresses.</summary>
    [Parameter(ParameterSetName = "Target")]
    [ValidateNotNullOrEmpty]
    public string? VercelTeam { get; set; }

    /// <summary>Base address of Vercel's API, when it is not https://api.vercel.com.</summary>
    [Parameter(ParameterSetName = "Target")]
    public Uri? VercelApiUrl { get; set; }

    /// <summary>Base address of Supabase's management API, when it is not https://api.supabase.com.</summary>
    [Parameter(ParameterSetName = "Target")]
    public Uri? SupabaseApiUrl { get; set; }

    /// <summary>The Supabase project's own address, when it is not https://ref.supabase.co.</summary>
    [Parameter(ParameterSetName = "Target")]
    public Uri? SupabaseUrl { get; set; }

    /// <summary>Token for Vercel's API; by default VERCEL_TOKEN.</summary>
    [Parameter(ParameterSetName = "Target")]
    public SecureString? VercelToken { get; set; }

    /// <summary>Token for Supabase's management API; by default SUPABASE_ACCESS_TOKEN.</summary>
    [Parameter(ParameterSetName = "Target")]
    public SecureString? SupabaseToken { get; set; }

    /// <summary>The project's service_role or secret key; by default SUPABASE_SERVICE_ROLE_KEY.</summary>
    [Parameter(ParameterSetName = "Target")]
    public SecureString? ServiceKey { get; set; }

    /// <summary>The project's anon or publishable key; by default SUPABASE_ANON_KEY.</summary>
    [Parameter(ParameterSetName = "Target")]
    public SecureString? AnonKey { get; set; }

    /// <summary>Treats the system as production: prompts name it.</summary>
    [Parameter(ParameterSetName = "Target")]
    public SwitchParameter Production { get; set; }

    /// <summary>Leaves the current connection as it is.</summary>
    [Parameter]
    public SwitchParameter NoCurrent { get; set; }

    private protected override void Process()
    {
        ConnectionRequest request = InputObject is { } sandbox
            ? sandbox.ToRequest()
            : new ConnectionRequestBuilder(WriteWarning, name => SecretReader.Read(this, name)).Build(Given());
        Session session = Session.OfRunspace;
        request = request with { Name = session.NameFor(Name ?? request.Name, Name is not null, request.Identity) };
        IReadOnlyList<XmrtConnection> open = session.Open;
        XmrtConnection connection = Await((notices, cancellation) =>
            ConnectionOpener.OpenAsync(request, open, notices, cancellation));
        XmrtConnection? before = session.Current;
        session.Add(connection, request.Identity, makeCurrent: !NoCurrent);
        SayWhichIsCurrent(connection, before, session);
        WriteObject(connection);
    }

    private void SayWhichIsCurrent(XmrtConnection connection, XmrtConnection? before, Session session)
    {
        string now = NoCurrent
            ? $"'{connection.Name}' is open; the current connection is '{session.Current?.Name}'."
            : $"'{connection.Name}' is the current connection.";
        if (before is null || NoCurrent)
        {
            WriteVerbose(now);
        }
        else
        {
            // What the next command without -Connection talks to has changed: not to be overlooked.
            string switched = $"The current connection is now '{connection.Name}', no longer '{before.Name}'.";
            WriteInformation(new HostInformationMessage { Message = switched }, ["PSHOST"]);
        }
    }

    private GivenConnection Given() => new()
    {
        Target = Target,
        HostName = HostName,
        Port = Port == 0 ? null : Port,
        DatabaseName = DatabaseName,
        UserName = Credential?.UserName,
        Password = Credential?.GetNetworkCredential().Password,
        RootCertificate = RootCertificate is null ? null : GetUnresolvedProviderPathFromPSPath(RootCertificate),
        ConnectTimeoutSeconds = ConnectTimeout == 0 ? null : ConnectTimeout,
        ProjectRef = ProjectRef,
        FrontendUrl = FrontendUrl,
        VercelProject = VercelProject,
        VercelTeam = VercelTeam,
        VercelApiUrl = VercelApiUrl,
        SupabaseApiUrl = SupabaseApiUrl,
        SupabaseUrl = SupabaseUrl,
        VercelToken = VercelToken,
        SupabaseToken = SupabaseToken,
        ServiceKey = ServiceKey,
        AnonKey = AnonKey,
        IsProduction = MyInvocation.BoundParameters.ContainsKey(nameof(Production)) ? Production.IsPresent : null,
    };
}
