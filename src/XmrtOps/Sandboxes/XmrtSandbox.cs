using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Sandbox;

namespace XmrtOps.Sandboxes;

/// <summary>
/// A disposable PostgreSQL with the XMRT schema and data, and stand-ins for the platforms. It ends with the process that
/// started it. To reach it with other tools: <c>PGPASSFILE=&lt;PassFile&gt; psql &lt;Url&gt;</c>.
/// </summary>
public sealed class XmrtSandbox
{
    private readonly RunningSandbox? _running;

    internal XmrtSandbox(RunningSandbox running)
    {
        _running = running;
        Name = running.Name;
        State = nameof(SandboxState.Running);
        IsOwn = true;
        Directory = running.Directory;
        Port = running.Port;
        PassFile = running.PassFile;
        PostgresVersion = running.PostgresVersion;
        PostgresBin = running.PostgresBin;
        Scale = running.Scale;
        Seed = running.Seed;
        StartedAt = running.StartedAt.ToLocalTime();
        OwnerProcessId = running.OwnerProcessId;
        FrontendUrl = running.FrontendUrl;
        VercelApiUrl = running.VercelApiUrl;
        SupabaseApiUrl = running.SupabaseApiUrl;
        SupabaseUrl = running.SupabaseProjectUrl;
        ProjectRef = running.Identity.ProjectRef;
        VercelProject = running.Identity.VercelProjectName;
        VercelTeam = running.Identity.VercelTeamSlug;
    }

    internal XmrtSandbox(SandboxListing listing)
    {
        Name = listing.Name;
        State = listing.State.ToString();
        IsOwn = listing.IsOwn;
        Directory = listing.Directory;
        Port = listing.Port;
        PostgresVersion = listing.PostgresVersion;
        StartedAt = listing.StartedAt.ToLocalTime();
        OwnerProcessId = listing.OwnerProcessId;
    }

    /// <summary>Name, unique among the running ones.</summary>
    public string Name { get; }

    /// <summary>Running, or Leftover of a process that is gone; the next start removes leftovers.</summary>
    public string State { get; }

    /// <summary>This process started it.</summary>
    public bool IsOwn { get; }

    /// <summary>Address of the database, without the password.</summary>
    public string? Url => Port is { } port
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"postgresql://postgres@127.0.0.1:{port}/postgres")
        : null;

    /// <summary>Port of the database on 127.0.0.1.</summary>
    public int? Port { get; }

    /// <summary>Passwords of its roles, in libpq's form; readable by this user only.</summary>
    public string? PassFile { get; }

    /// <summary>Folder that holds all it writes.</summary>
    public string Directory { get; }

    /// <summary>Version of the server.</summary>
    public string? PostgresVersion { get; }

    /// <summary>Folder of the server's programs.</summary>
    public string? PostgresBin { get; }

    /// <summary>How much data it was filled with.</summary>
    public int? Scale { get; }

    /// <summary>Seed of its data.</summary>
    public int? Seed { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Process that it ends with.</summary>
    public int OwnerProcessId { get; }

    /// <summary>Stand-in for the frontend.</summary>
    public Uri? FrontendUrl { get; }

    /// <summary>Stand-in for Vercel's API.</summary>
    public Uri? VercelApiUrl { get; }

    /// <summary>Stand-in for Supabase's management API.</summary>
    public Uri? SupabaseApiUrl { get; }

    /// <summary>Stand-in for the Supabase project's own address: functions, Auth, REST.</summary>
    public Uri? SupabaseUrl { get; }

    /// <summary>Supabase's reference of its project.</summary>
    public string? ProjectRef { get; }

    /// <summary>Name of its project at Vercel.</summary>
    public string? VercelProject { get; }

    /// <summary>Name of its team at Vercel.</summary>
    public string? VercelTeam { get; }

    /// <inheritdoc />
    public override string ToString() => Name;

    /// <exception cref="XmrtException">SandboxOfAnotherProcess.</exception>
    internal ConnectionRequest ToRequest()
    {
        RunningSandbox running = _running ?? throw Errors.Sandbox(
            "SandboxOfAnotherProcess",
            $"The sandbox '{Name}' belongs to process {OwnerProcessId}.",
            "Start one here: Start-XmrtSandbox.");
        return new ConnectionRequest
        {
            Name = running.Name,
            Database = new DatabaseTarget
            {
                Host = running.Host,
                Port = running.Port,
                Database = running.Database,
                UserName = running.UserName,
                ExplicitTls = TlsMode.Disable,
            },
            Password = running.Password,
            FrontendUrl = running.FrontendUrl,
            VercelApiUrl = running.VercelApiUrl,
            SupabaseApiUrl = running.SupabaseApiUrl,
            SupabaseUrl = running.SupabaseProjectUrl,
            ProjectRef = running.Identity.ProjectRef,
            VercelProject = running.Identity.VercelProjectName,
            VercelTeam = running.Identity.VercelTeamSlug,
            VercelToken = running.Identity.VercelToken.Conceal(),
            SupabaseToken = running.Identity.SupabaseToken.Conceal(),
            ServiceKey = running.Identity.ServiceRoleKey.Conceal(),
            AnonKey = running.Identity.AnonKey.Conceal(),
            IsProduction = false,
        };
    }
}
