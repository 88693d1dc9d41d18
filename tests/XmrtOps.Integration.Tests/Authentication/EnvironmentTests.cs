using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Compare-XmrtEnvironment over both platforms.</summary>
public sealed class EnvironmentTests(SandboxServer server)
{
    private const string Canary = "canary-5c1f0a4e-of-the-environment";

    [Fact]
    public async Task A_fresh_sandbox_agrees_and_what_is_sensitive_cannot_be_compared()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(culture: "de-DE");

        PwshResult result = session.Run("$found = Compare-XmrtEnvironment -Verbose; $found | Out-Host; $found").Succeeded();

        Assert.Equal(
            [
                "Frontend NEXT_PUBLIC_SUPABASE_ANON_KEY Equal", "Frontend NEXT_PUBLIC_SUPABASE_URL Equal",
                "Frontend SUPABASE_JWT_SECRET Equal", "Frontend SUPABASE_SERVICE_ROLE_KEY CannotCompare",
                "Functions SUPABASE_ANON_KEY Equal", "Functions SUPABASE_SERVICE_ROLE_KEY Equal", "Functions SUPABASE_URL Equal",
            ],
            Lines(result).Order(StringComparer.Ordinal));
        Assert.All(result.ScreenLines.Where(line => !line.StartsWith("VERBOSE", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
        string all = $"{result.Screen}{string.Join(' ', result.Of<EnvironmentComparison>())}{string.Join(' ', result.Verbose)}";
        foreach (string secret in (string[])[stand.Supabase.Identity.AnonKey, stand.Supabase.Identity.ServiceRoleKey, stand.Supabase.Identity.PublishableKey, stand.Supabase.Identity.JwtSecret])
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
            Assert.DoesNotContain(EnvironmentDigests.Of(secret), all, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task What_differs_is_missing_or_waits_for_a_build_is_told_and_never_shown()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        stand.Vercel.Project.SetVariable("NEXT_PUBLIC_SUPABASE_ANON_KEY", $"{Canary}\n", "encrypted", "production");
        stand.Vercel.Project.SetVariable("OPENAI_API_KEY", Canary, "encrypted", "production");
        stand.Vercel.Project.SetVariable("GITHUB_TOKEN", Canary, "sensitive", "production");
        stand.Vercel.Project.SetVariable("NEXT_PUBLIC_SUPABASE_URL", "https://xmrt.example.com", "plain", "preview");
        stand.Supabase.Platform.Secrets.Set("OPENAI_API_KEY", Canary);
        stand.Supabase.Platform.Secrets.Set("SUPABASE_ANON_KEY", Canary);
        stand.Supabase.Platform.Secrets.Remove("SUPABASE_URL");
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Compare-XmrtEnvironment").Succeeded();
        IReadOnlyList<EnvironmentComparison> found = result.Of<EnvironmentComparison>();

        EnvironmentComparison anon = Of(found, "NEXT_PUBLIC_SUPABASE_ANON_KEY");
        Assert.Equal(EnvironmentState.PendingRedeploy, anon.State);
        Assert.True(anon.ChangedAt > anon.BuiltAt);
        Assert.Contains("does not take it", anon.Reason, StringComparison.Ordinal);
        Assert.Contains("line break", anon.Reason, StringComparison.Ordinal);
        Assert.Contains("The functions have the same", Of(found, "OPENAI_API_KEY").Reason, StringComparison.Ordinal);
        Assert.Contains("sensitive", Of(found, "GITHUB_TOKEN").Reason, StringComparison.Ordinal);
        EnvironmentComparison url = Of(found, "NEXT_PUBLIC_SUPABASE_URL");
        Assert.Equal(EnvironmentState.Missing, url.State);
        Assert.Contains("preview", url.Reason, StringComparison.Ordinal);
        Assert.Equal(EnvironmentState.Different, found.Single(c => c is { Holder: EnvironmentHolder.Functions, Name: "SUPABASE_ANON_KEY" }).State);
        Assert.Equal(EnvironmentState.Missing, found.Single(c => c is { Holder: EnvironmentHolder.Functions, Name: "SUPABASE_URL" }).State);
        Assert.DoesNotContain(Canary, string.Join(' ', found), StringComparison.Ordinal);

        static EnvironmentComparison Of(IReadOnlyList<EnvironmentComparison> all, string variable) =>
            Assert.Single(all, comparison => comparison.Variable == variable);
    }

    [Fact]
    public async Task Disabled_legacy_keys_make_the_anon_key_another_one_and_a_place_that_refuses_is_not_measured()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect();
        stand.Supabase.Platform.ApiKeys.AreLegacyEnabled = false;

        string[] found = [.. Lines(session.Run("Compare-XmrtEnvironment").Succeeded())];
        Assert.Contains("Frontend NEXT_PUBLIC_SUPABASE_ANON_KEY Different", found);
        // There are secret keys that the project does not tell: not taken for different.
        Assert.Contains("Functions SUPABASE_SERVICE_ROLE_KEY CannotCompare", found);

        using (stand.VercelApi.Faults.While(Fault.Status(403), "/v10/projects"))
        {
            EnvironmentComparison refused = Assert.Single(
                session.Run("Compare-XmrtEnvironment").Succeeded().Of<EnvironmentComparison>(), c => c.State == EnvironmentState.NotMeasured);
            Assert.Equal(EnvironmentHolder.Frontend, refused.Holder);
        }

        using PwshSession without = stand.Connect(hasSupabase: false);
        IReadOnlyList<EnvironmentComparison> half = without.Run("Compare-XmrtEnvironment").Succeeded().Of<EnvironmentComparison>();
        Assert.Equal(2, half.Count(c => c.State == EnvironmentState.NotMeasured));
        Assert.DoesNotContain(half, c => c.State is EnvironmentState.Equal or EnvironmentState.Different);
    }

    [Fact]
    public async Task What_is_empty_is_missing_and_a_secret_that_the_token_may_not_read_leaves_the_keys_comparable()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        stand.Vercel.Project.SetVariable("NEXT_PUBLIC_SUPABASE_ANON_KEY", "", "plain", "production");
        stand.Supabase.Platform.Secrets.Set("SUPABASE_ANON_KEY", "");
        stand.Supabase.Platform.Secrets.Set("JWT_SECRET", Canary);
        using PwshSession session = stand.Connect();

        IReadOnlyList<EnvironmentComparison> found = session.Run("Compare-XmrtEnvironment").Succeeded().Of<EnvironmentComparison>();
        EnvironmentComparison functions = found.Single(c => c is { Holder: EnvironmentHolder.Functions, Variable: "SUPABASE_ANON_KEY" });
        Assert.Equal((EnvironmentState.Missing, "It is empty."), (functions.State, functions.Reason));
        // Set just now, so that the running build still has the old one.
        EnvironmentComparison frontend = found.Single(c => c.Variable == "NEXT_PUBLIC_SUPABASE_ANON_KEY");
        Assert.Contains("empty", frontend.Reason, StringComparison.Ordinal);
        Assert.Equal(EnvironmentState.Different, found.Single(c => c.Variable == "JWT_SECRET").State);

        using (stand.Supabase.StandIn.Faults.While(Fault.Status(403), $"/v1/projects/{stand.Supabase.Identity.ProjectRef}/postgrest"))
        {
            found = session.Run("Compare-XmrtEnvironment").Succeeded().Of<EnvironmentComparison>();
            Assert.All(
                found.Where(c => c.Name == EnvironmentNames.JwtSecret), c => Assert.Equal(EnvironmentState.CannotCompare, c.State));
            Assert.Contains(found, c => c is { Variable: "NEXT_PUBLIC_SUPABASE_URL", State: EnvironmentState.Equal });
        }

        Assert.DoesNotContain(Canary, string.Join(' ', found), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(PwshResult result) =>
        result.Of<EnvironmentComparison>().Select(c => $"{c.Holder} {c.Variable} {c.State}");
}
