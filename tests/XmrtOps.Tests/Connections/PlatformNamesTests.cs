using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Connections;

public sealed class PlatformNamesTests
{
    [Theory]
    [InlineData("https://api.example.net")]
    [InlineData("https://api.example.net/base/")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:5000")]
    public void Tokens_may_be_sent_over_tls_or_on_this_machine(string address) =>
        Assert.Equal(new Uri(address), PlatformNames.Address("SupabaseUrl", new Uri(address)));

    [Theory]
    [InlineData("http://api.example.net")]
    [InlineData("http://127.0.0.1.example.net")]
    [InlineData("ftp://api.example.net")]
    [InlineData("https://user:s3cr3t@api.example.net")]
    [InlineData("https://api.example.net/?key=s3cr3t")]
    [InlineData("s3cr3t/relative")]
    public void Other_addresses_are_refused_and_not_repeated(string address)
    {
        XmrtException fault = Assert.Throws<XmrtException>(
            () => PlatformNames.Address("SupabaseUrl", new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Equal("InvalidPlatformSetting", fault.ErrorId);
        Assert.DoesNotContain("s3cr3t", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xmrt-frontend")]
    [InlineData("prj_AbC123")]
    [InlineData("a.b_c-d")]
    public void Names_and_identifiers_are_taken(string name) =>
        Assert.Equal((name, name), (PlatformNames.Project(name), PlatformNames.Team(name)));

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a?b")]
    public void What_is_no_name_is_refused(string name)
    {
        Assert.Equal("InvalidPlatformSetting", Assert.Throws<XmrtException>(() => PlatformNames.Project(name)).ErrorId);
        Assert.Equal("InvalidPlatformSetting", Assert.Throws<XmrtException>(() => PlatformNames.Team(name)).ErrorId);
    }

    [Fact]
    public void A_local_database_does_not_make_a_real_platform_harmless()
    {
        ConnectionRequest local = new()
        {
            Name = "x",
            Database = new DatabaseTarget { Host = "127.0.0.1", Port = 5432, Database = "postgres", UserName = "postgres" },
        };
        Uri here = new("http://127.0.0.1:5000");

        Assert.True(local.IsOnThisMachine);
        Assert.False((local with { VercelProject = "xmrt" }).IsOnThisMachine);
        Assert.False((local with { ProjectRef = new string('a', 20) }).IsOnThisMachine);
        Assert.True((local with { VercelProject = "xmrt", VercelApiUrl = here, SupabaseUrl = here }).IsOnThisMachine);
    }
}
