using XmrtOps.Sandbox.Scenarios;
using XmrtOps.Sandbox.Server;

namespace XmrtOps.Sandbox;

/// <summary>A sandbox of this process. Disposing it stops the server and removes every trace.</summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    private readonly OwnSandbox _own;
    private readonly SandboxCredentials _credentials;

    internal RunningSandbox(OwnSandbox own, SandboxStandIns standIns, SandboxCredentials credentials)
    {
        _own = own;
        StandIns = standIns;
        _credentials = credentials;
        Rehearsal = new SandboxRehearsal(this);
    }

    /// <summary>The name that it was started with.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that holds everything it writes.</summary>
    public required string Directory { get; init; }

    /// <summary>The server's address: loopback only.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <summary>The server's port.</summary>
    public required int Port { get; init; }

    /// <summary>The database with the XMRT schema.</summary>
    public string Database { get; } = SandboxDatabase.Name;

    /// <summary>The role to connect as: Supabase's postgres, no superuser.</summary>
    public string UserName { get; } = SandboxCredentials.User;

    /// <summary>Password of <see cref="UserName"/>.</summary>
    public string Password => _credentials.UserPassword;

    /// <summary>Password of the role authenticator, which switches to anon, authenticated and service_role.</summary>
    public string AuthenticatorPassword => _credentials.AuthenticatorPassword;

    /// <summary>A role that may read but sees neither other roles' statements nor rows that RLS hides.</summary>
    public string ReaderUserName { get; } = SandboxCredentials.Reader;

    /// <summary>Password of <see cref="ReaderUserName"/>.</summary>
    public string ReaderPassword => _credentials.ReaderPassword;

    /// <summary>The superuser.</summary>
    public string AdministratorUserName { get; } = PostgresServer.Administrator;

    /// <summary>Password of <see cref="AdministratorUserName"/>.</summary>
    public string AdministratorPassword => _credentials.AdministratorPassword;

    /// <summary>A password file as libpq reads it (PGPASSFILE), with all of these roles; readable by us only.</summary>
    public required string PassFile { get; init; }

    /// <summary>The server's version, such as 15.18.</summary>
    public required string PostgresVersion { get; init; }

    /// <summary>The folder of the binaries in use.</summary>
    public required string PostgresBin { get; init; }

    /// <summary>How much data it was filled with.</summary>
    public required int Scale { get; init; }

    /// <summary>Seed of its data.</summary>
    public required int Seed { get; init; }

    /// <summary>When its start began; its rows end here.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The process that it lives and ends with.</summary>
    public required int OwnerProcessId { get; init; }

    /// <summary>Where the frontend's stand-in answers.</summary>
    public Uri FrontendUrl => StandIns.Frontend.BaseAddress;

    /// <summary>Base address of the stand-in for Vercel's API.</summary>
    public Uri VercelApiUrl => StandIns.VercelApi.BaseAddress;

    /// <summary>Base address of the stand-in for Supabase's Management API.</summary>
    public Uri SupabaseApiUrl => StandIns.SupabaseApi.BaseAddress;

    /// <summary>The Supabase project's own address, as https://{ref}.supabase.co is of a real one.</summary>
    public Uri SupabaseProjectUrl => StandIns.SupabaseProject.BaseAddress;

    /// <summary>Who it is at the platforms: names, tokens, keys.</summary>
    public SandboxIdentity Identity => StandIns.Identity;

    /// <summary>The local platforms, whose faults can be switched on.</summary>
    public SandboxStandIns StandIns { get; }

    /// <summary>The scenario that it is in.</summary>
    public SandboxRehearsal Rehearsal { get; }

    /// <summary>Name and port, never a password.</summary>
    public override string ToString() => $"{Name} (127.0.0.1:{Port})";

    /// <summary>Stops the stand-ins and the server, and removes the folder. Does nothing the second time.</summary>
    public async ValueTask DisposeAsync()
    {
        await StandIns.DisposeAsync().ConfigureAwait(false);
        await Task.Run(_own.Remove).ConfigureAwait(false);
    }
}
