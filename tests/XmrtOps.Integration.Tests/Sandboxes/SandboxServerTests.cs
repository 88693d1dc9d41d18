using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using XmrtOps.Sandbox;
using Xunit;

namespace XmrtOps.Integration.Tests.Sandboxes;

[Collection(SandboxSuite.Name)]
public sealed class SandboxServerTests(SandboxFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningSandbox Sandbox => fixture.Sandbox;

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
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Password = "wrong" };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        var error = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancellation));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
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
    public async Task The_password_file_is_for_its_owner_only_and_the_driver_can_use_it()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Sandbox.PassFile));
        }

        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Password = null, Passfile = Sandbox.PassFile };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(Cancellation);

        Assert.Equal(
            [Sandbox.UserName, "authenticator", Sandbox.ReaderUserName, Sandbox.AdministratorUserName],
            (await File.ReadAllLinesAsync(Sandbox.PassFile, Cancellation)).Select(line => line.Split(':')[3]));
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

    private string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Sandbox.Host,
        Port = Sandbox.Port,
        Database = Sandbox.Database,
        Username = Sandbox.AdministratorUserName,
        Password = Sandbox.AdministratorPassword,
        Pooling = false,
    }.ConnectionString;

    private async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync(Cancellation);
    }
}
