using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class SandboxServerTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningSandbox Sandbox => server.Sandbox;

    [Theory]
    [InlineData("listen_addresses", "127.0.0.1")]
    [InlineData("unix_socket_directories", "")]
    [InlineData("shared_preload_libraries", "pg_stat_statements")]
    [InlineData("pg_stat_statements.track", "top")]
    [InlineData("track_io_timing", "on")]
    [InlineData("fsync", "off")]
    [InlineData("max_connections", "100")]
    [InlineData("server_encoding", "UTF8")]
    [InlineData("TimeZone", "UTC")]
    [InlineData("password_encryption", "scram-sha-256")]
    public async Task The_server_is_set_up_for_a_sandbox(string setting, string value)
    {
        Assert.Equal(value, await ScalarAsync($"SELECT current_setting('{setting}')"));
    }

    [Fact]
    public async Task The_version_and_port_are_the_servers_own()
    {
        var version = int.Parse(
            (await ScalarAsync("SELECT current_setting('server_version_num')"))!, CultureInfo.InvariantCulture);

        Assert.Equal($"{version / 10000}.{version % 10000}", Sandbox.PostgresVersion);
        Assert.Equal(
            Sandbox.Port.ToString(CultureInfo.InvariantCulture), await ScalarAsync("SELECT current_setting('port')"));
        Assert.Equal(Environment.ProcessId, Sandbox.OwnerProcessId);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        await using var source = As(Sandbox.AdministratorUserName, "wrong");
        var error = await Assert.ThrowsAnyAsync<DbException>(() => source.OpenConnectionAsync(Cancellation).AsTask());

        Assert.Equal("28P01", error.SqlState);
    }

    [Fact]
    public async Task It_answers_on_127_0_0_1_only()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the whole of 127.0.0.0/8.");
        using var elsewhere = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            async () => await elsewhere.ConnectAsync(IPAddress.Parse("127.0.0.2"), Sandbox.Port, Cancellation));
    }

    [Fact]
    public async Task The_password_file_is_for_its_owner_only_and_its_passwords_are_right()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Sandbox.PassFile));
        }

        var entries = (await File.ReadAllLinesAsync(Sandbox.PassFile, Cancellation)).Select(line => line.Split(':'));
        Assert.Equal(
            [Sandbox.UserName, "authenticator", Sandbox.ReaderUserName, Sandbox.AdministratorUserName],
            entries.Select(entry => entry[3]));
        Assert.All(entries, entry => Assert.Equal($"127.0.0.1:{Sandbox.Port}:*", string.Join(':', entry[..3])));
        await using var source = As(Sandbox.AdministratorUserName, entries.Last()[4]);
        await using var connection = await source.OpenConnectionAsync(Cancellation);
    }

    [Fact]
    public void Its_text_shows_no_password()
    {
        Assert.Equal($"{Sandbox.Name} (127.0.0.1:{Sandbox.Port})", Sandbox.ToString());
    }

    [Fact]
    public void It_is_listed_as_our_own()
    {
        var listing = Assert.Single(SandboxHost.List(), listing => listing.Name == Sandbox.Name);

        Assert.True(listing.IsOwn);
        Assert.Equal(
            (Sandbox.Directory, (int?)Sandbox.Port, Environment.ProcessId, SandboxState.Running),
            (listing.Directory, listing.Port, listing.OwnerProcessId, listing.State));
    }

    [Fact]
    public async Task Its_name_is_taken_whatever_the_case()
    {
        var options = new SandboxOptions { Name = Sandbox.Name.ToUpperInvariant(), Seeded = false };
        var error = await Assert.ThrowsAsync<SandboxException>(
            () => SandboxHost.StartAsync(options, null, Cancellation));

        Assert.Equal("SandboxNameTaken", error.Condition);
    }

    private DbDataSource As(string user, string password) => SandboxLogin.As(Sandbox, user, password);

    private async Task<string?> ScalarAsync(string sql)
    {
        await using var source = As(Sandbox.AdministratorUserName, Sandbox.AdministratorPassword);
        return (string?)await SandboxLogin.ScalarAsync(source, sql, Cancellation);
    }
}
