using System.Security;
using XmrtOps.Integration.Tests.Logs;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>Both platforms of one test's own: Supabase with an empty log, and Vercel.</summary>
internal sealed class PlatformStand : IAsyncDisposable
{
    private PlatformStand(LogApi supabase)
    {
        Supabase = supabase;
        Vercel = new VercelPlatform(supabase.Identity);
        VercelApi = Vercel.ServeApi();
    }

    public LogApi Supabase { get; }

    public VercelPlatform Vercel { get; }

    public HttpStandIn VercelApi { get; }

    public static async Task<PlatformStand> StartAsync(SandboxServer server) => new(await LogApi.StartAsync(server));

    /// <summary>A console that is connected to both.</summary>
    /// <param name="hasSupabase">With a token for Supabase.</param>
    /// <param name="hasVercel">With a token for Vercel.</param>
    /// <param name="culture">Its culture.</param>
    /// <param name="width">Columns of its screen.</param>
    public PwshSession Connect(bool hasSupabase = true, bool hasVercel = true, string culture = "", int width = 80)
    {
        PwshSession session = new(width, culture);
        session.Set("supabase", Conceal(Supabase.Identity.SupabaseToken));
        session.Set("vercel", Conceal(Supabase.Identity.VercelToken));
        session.Set("api", Supabase.StandIn.BaseAddress);
        session.Set("address", Supabase.Platform.Address.BaseAddress);
        session.Set("vercelApi", VercelApi.BaseAddress);
        session.Run(
            $"$null = Connect-Xmrt -Name stand -SupabaseApiUrl $api -ProjectRef {Supabase.Identity.ProjectRef} -VercelApiUrl $vercelApi -SupabaseUrl $address"
            + $" -VercelProject {Supabase.Identity.VercelProjectName} -VercelTeam {Supabase.Identity.VercelTeamSlug}"
            + (hasSupabase ? " -SupabaseToken $supabase" : "") + (hasVercel ? " -VercelToken $vercel" : "")).Succeeded();
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        await VercelApi.DisposeAsync();
        await Supabase.DisposeAsync();
    }

    private static SecureString Conceal(string text)
    {
        SecureString secret = new();
        foreach (char c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }
}
