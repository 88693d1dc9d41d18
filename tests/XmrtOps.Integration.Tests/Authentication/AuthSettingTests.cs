using System.Text.Json.Nodes;
using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Get-XmrtAuthSetting beside a file and the runbook.</summary>
public sealed class AuthSettingTests(SandboxServer server)
{
    [Fact]
    public async Task The_hosted_value_counts_and_the_file_and_the_runbook_stand_beside_it()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "supabase"));
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "supabase", "config.toml"),
            """
            [api] # not this one
            jwt_expiry = 1
            [auth]
            jwt_expiry = 7_200 # seconds
            site_url = "https://xmrt.example.com"
            enable_signup = true
            minimum_password_length = "env(LENGTH)"
            [auth.sessions]
            timebox = "1h30m"
            [auth.rate_limit]
            email_sent = 30
            """,
            TestContext.Current.CancellationToken);
        using PwshSession session = stand.Connect(hasVercel: false, culture: "de-DE");
        session.Set("path", folder.Path);

        PwshResult result = session.Run("$found = Get-XmrtAuthSetting $path; $found | Out-Host; $found").Succeeded();
        Dictionary<string, AuthSetting> found = result.Of<AuthSetting>().ToDictionary(setting => setting.Setting);

        AuthSetting expiry = found["JwtExpirySeconds"];
        Assert.Equal((3600L, 7200L, 3600L, AuthSettingState.Different), (expiry.Hosted, expiry.Local, expiry.Runbook, expiry.State));
        Assert.Contains("local", expiry.Reason, StringComparison.Ordinal);
        Assert.Equal((5400L, AuthSettingState.Different), (found["SessionTimeboxSeconds"].Local, found["SessionTimeboxSeconds"].State));
        Assert.Equal(AuthSettingState.Equal, found["SiteUrl"].State);
        Assert.Equal((true, AuthSettingState.Equal), (found["SignupEnabled"].Hosted, found["SignupEnabled"].State));
        Assert.Equal(AuthSettingState.Equal, found["RateLimitEmailSent"].State);
        Assert.Equal((null, AuthSettingState.HostedOnly), (found["PasswordMinLength"].Local, found["PasswordMinLength"].State));
        Assert.Equal("HS256 in_use", found["SigningSecret"].Hosted);
        Assert.Equal(true, found["LegacyKeysEnabled"].Hosted);
        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.DoesNotContain(stand.Supabase.Identity.JwtSecret, $"{result.Screen}{string.Join(' ', result.Of<AuthSetting>())}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotation_and_another_expiry_are_seen_and_what_is_refused_is_not_measured()
    {
        await using PlatformStand stand = await PlatformStand.StartAsync(server);
        using PwshSession session = stand.Connect(hasVercel: false);
        string project = $"/v1/projects/{stand.Supabase.Identity.ProjectRef}";
        stand.Supabase.Platform.ApiKeys.AreLegacyEnabled = false;
        stand.Supabase.Platform.AuthConfig.Merge(new JsonObject { ["jwt_exp"] = 600 });

        using (stand.Supabase.StandIn.Faults.While(Fault.Status(403), $"{project}/config/auth/signing-keys"))
        {
            Dictionary<string, AuthSetting> found = session.Run("Get-XmrtAuthSetting").Succeeded().Of<AuthSetting>().ToDictionary(s => s.Setting);
            Assert.Equal((600L, AuthSettingState.Different), (found["JwtExpirySeconds"].Hosted, found["JwtExpirySeconds"].State));
            Assert.Equal((null, AuthSettingState.NotMeasured), (found["SigningKeys"].Hosted, found["SigningKeys"].State));
            Assert.Equal(false, found["LegacyKeysEnabled"].Hosted);
            Assert.Contains("401", found["LegacyKeysEnabled"].Reason, StringComparison.Ordinal);
        }

        Assert.Equal(["ProjectConfigUnreadable"], session.Run("Get-XmrtAuthSetting /nowhere").ErrorIds);
        using PwshSession without = stand.Connect(hasSupabase: false, hasVercel: false);
        IReadOnlyList<AuthSetting> unknown = without.Run("Get-XmrtAuthSetting").Succeeded().Of<AuthSetting>();
        Assert.All(unknown, setting => Assert.Equal((AuthSettingState.NotMeasured, null), (setting.State, setting.Hosted)));
        Assert.All(unknown, setting => Assert.Contains("token", setting.Reason, StringComparison.Ordinal));
    }
}
