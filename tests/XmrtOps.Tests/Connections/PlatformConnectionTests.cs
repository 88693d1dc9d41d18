using XmrtOps.Connections;

namespace XmrtOps.Tests.Connections;

/// <summary>Platforms as they are given to Connect-Xmrt and profiles, and found again on the connection.</summary>
public sealed class PlatformConnectionTests : IDisposable
{
    private const string Secret = "canary-token-77";

    private readonly PwshSession _session = new();

    public PlatformConnectionTests() => _session.Set("token", Secret.Conceal());

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_connection_can_be_made_to_platforms_only()
    {
        XmrtConnection made = Assert.Single(_session.Run(
            "Connect-Xmrt -VercelProject xmrt-frontend -VercelTeam team_1 -ProjectRef abcdefghijklmnopqrst "
            + "-VercelToken $token -SupabaseToken $token -ServiceKey $token -AnonKey $token")
            .Succeeded().Of<XmrtConnection>());

        Assert.Equal(
            ("abcdefghijklmnopqrst", "xmrt-frontend", "team_1", true),
            (made.Name, made.VercelProject, made.VercelTeam, made.IsProduction));
        Assert.Equal(new Uri("https://abcdefghijklmnopqrst.supabase.co"), made.SupabaseUrl);
        Assert.True(made is { HasVercelToken: true, HasSupabaseToken: true, HasServiceKey: true, HasAnonKey: true });
        Assert.All(
            typeof(XmrtConnection).GetProperties(),
            shown => Assert.DoesNotContain(Secret, $"{shown.GetValue(made)}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_profile_names_the_project_and_where_its_keys_are()
    {
        string name = $"p-{Guid.NewGuid():N}";
        _session.Run(
            $"Set-XmrtProfile {name} -VercelProject prj_1 -VercelTeam xmrt -ServiceKeyFrom env:{name.Replace('-', '_')} "
            + "-SupabaseUrl https://api.xmrt.example.net").Succeeded();

        XmrtProfile profile = _session.Run($"Get-XmrtProfile {name}").Succeeded().Of<XmrtProfile>().Single();

        Assert.Equal(("prj_1", "xmrt", new Uri("https://api.xmrt.example.net")), (profile.VercelProject, profile.VercelTeam, profile.SupabaseUrl));
        Assert.Equal(["SecretNotAvailable"], _session.Run($"Connect-Xmrt {name}").ErrorIds);
        Assert.Equal(["SecretInProfile"], _session.Run($"Set-XmrtProfile {name} -AnonKeyFrom eyJhbGciOiJIUzI1NiJ9.e30.x").ErrorIds);
        _session.Run($"Remove-XmrtProfile {name} -Confirm:$false").Succeeded();
    }

    [Theory]
    [InlineData("-SupabaseUrl http://db.example.net -ProjectRef abcdefghijklmnopqrst")]
    [InlineData("-VercelApiUrl http://api.example.net -VercelProject x")]
    [InlineData("-VercelProject '../x'")]
    [InlineData("-VercelTeam 'a b' -VercelProject x")]
    public void What_would_send_tokens_astray_is_refused(string arguments) =>
        Assert.Equal(["InvalidPlatformSetting"], _session.Run($"Connect-Xmrt {arguments}").ErrorIds);
}
