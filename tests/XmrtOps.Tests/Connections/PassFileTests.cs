using CsCheck;
using XmrtOps.Connections;

namespace XmrtOps.Tests.Connections;

public sealed class PassFileTests
{
    private static readonly DatabaseTarget s_target = new() { Host = "db.example.net", Port = 6543, Database = "postgres", UserName = "app" };

    [Theory]
    [InlineData("db.example.net:6543:postgres:app:right", "right")]
    [InlineData("*:*:*:*:right", "right")]
    [InlineData("other:6543:postgres:app:wrong\ndb.example.net:*:postgres:app:right", "right")]
    [InlineData("*:*:*:*:first\ndb.example.net:6543:postgres:app:second", "first")]
    [InlineData("# *:*:*:*:commented\n\n*:*:*:*:right", "right")]
    [InlineData(@"*:*:*:*:with\:colon\\and slash", @"with:colon\and slash")]
    [InlineData("*:*:*:*:with:more:colons", "with:more:colons")]
    [InlineData("*:*:*:*:", null)]
    [InlineData("*:*:*:right", null)]
    [InlineData("db.example.net:6543:postgres:App:wrong", null)]
    [InlineData("db.example.net:654:postgres:app:wrong", null)]
    [InlineData("", null)]
    public void The_first_line_that_fits_has_the_password(string file, string? expected)
    {
        using TemporaryFolder folder = new();

        Assert.Equal(expected, PassFile.Find(s_target, folder.Write("pgpass", file), Unexpected));
    }

    [Fact]
    public void A_socket_is_localhost_and_an_address_is_escaped()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("pgpass", "localhost:*:*:*:of the socket\n\\:\\:1:*:*:*:of IPv6\n");

        Assert.Equal("of the socket", PassFile.Find(s_target with { Host = "/var/run/postgresql" }, file, Unexpected));
        Assert.Equal("of IPv6", PassFile.Find(s_target with { Host = "::1" }, file, Unexpected));
    }

    [Fact]
    public void A_file_that_is_not_there_has_no_password()
    {
        using TemporaryFolder folder = new();

        Assert.Null(PassFile.Find(s_target, Path.Combine(folder.Path, "none"), Unexpected));
    }

    [Fact]
    public void A_file_that_others_may_read_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no permission bits.");
            return;
        }

        using TemporaryFolder folder = new();
        string file = folder.Write("pgpass", "*:*:*:*:right");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        List<string> warnings = [];

        Assert.Null(PassFile.Find(s_target, file, warnings.Add));
        Assert.Contains("chmod 600", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_escaped_comes_back()
    {
        using TemporaryFolder folder = new();
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 1, 20], Gen.String[Gen.Char[' ', '~'], 1, 20]).Sample(
            (user, password) =>
            {
                string file = folder.Write("pgpass", $"*:*:*:{Escape(user)}:{Escape(password)}\n");

                Assert.Equal(password, PassFile.Find(s_target with { UserName = user }, file, Unexpected));
            },
            threads: 1,
            iter: 200);

        static string Escape(string text) =>
            text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
    }

    private static void Unexpected(string warning) => Assert.Fail(warning);
}
