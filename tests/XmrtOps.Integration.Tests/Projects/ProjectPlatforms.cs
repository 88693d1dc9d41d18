using System.Globalization;
using System.Security;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Projects;

/// <summary>Both platforms of one test's own, over the sandbox's database server.</summary>
internal sealed class ProjectPlatforms : IAsyncDisposable
{
    private readonly PlatformLog _log;

    public ProjectPlatforms(SandboxServer server, bool hasDatabase = true)
    {
        Identity = new SandboxIdentity(DateTimeOffset.UtcNow);
        RunningSandbox sandbox = server.Sandbox;
        Supabase = new SupabasePlatform(Identity, !hasDatabase ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Host={sandbox.Host};Port={sandbox.Port};Database={sandbox.Database};Username={sandbox.UserName};Password={sandbox.Password};SSL Mode=Disable"));
        Supabase.Limiter.IsEnabled = false;
        _log = sandbox.StandIns.OpenLog(LogDatabase.Schema);
        LogRoutes.Map(Supabase, _log);
        Vercel = new VercelPlatform(Identity);
        VercelApi = Vercel.ServeApi();
    }

    public SandboxIdentity Identity { get; }

    public SupabasePlatform Supabase { get; }

    public VercelPlatform Vercel { get; }

    public HttpStandIn VercelApi { get; }

    /// <summary>A console that is connected to both, without a database unless one is given.</summary>
    public PwshSession Connect(string? without = null, string culture = "", string? url = null, int width = 80)
    {
        PwshSession session = new(width, culture);
        session.Set("given", Parameters(without));
        session.Set("url", url);
        session.Run($"$null = Connect-Xmrt {(url is null ? "" : "$url ")}-Name shop @given").Succeeded();
        return session;
    }

    /// <summary>What Connect-Xmrt takes, but for one parameter.</summary>
    public System.Collections.Hashtable Parameters(string? without = null)
    {
        System.Collections.Hashtable given = new()
        {
            ["ProjectRef"] = Identity.ProjectRef,
            ["VercelProject"] = Identity.VercelProjectName,
            ["VercelTeam"] = Identity.VercelTeamSlug,
            ["VercelApiUrl"] = VercelApi.BaseAddress,
            ["SupabaseApiUrl"] = Supabase.Api.BaseAddress,
            ["SupabaseUrl"] = Supabase.Address.BaseAddress,
            ["VercelToken"] = Secure(Identity.VercelToken),
            ["SupabaseToken"] = Secure(Identity.SupabaseToken),
            ["ServiceKey"] = Secure(Identity.ServiceRoleKey),
            ["AnonKey"] = Secure(Identity.AnonKey),
        };
        if (without is not null)
        {
            given.Remove(without);
        }

        return given;
    }

    public async ValueTask DisposeAsync()
    {
        await Supabase.DisposeAsync();
        await _log.DisposeAsync();
        await VercelApi.DisposeAsync();
    }

    internal static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
