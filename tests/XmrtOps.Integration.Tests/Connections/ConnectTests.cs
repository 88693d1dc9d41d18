using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using XmrtOps.Connections;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Connections;

public sealed class ConnectTests(SandboxServer server)
{
    [Fact]
    public async Task A_connection_says_what_it_leads_to()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new();
        session.Set("url", database.Url);

        XmrtConnection connection = Assert.Single(session.Run("Connect-Xmrt $url -Name mine").Succeeded().Of<XmrtConnection>());

        Assert.Equal(("mine", "127.0.0.1", database.Name, "postgres"), (connection.Name, connection.HostName, connection.DatabaseName, connection.Role));
        Assert.False(connection.IsSuperuser);
        Assert.True(connection.BypassesRowSecurity);
        Assert.False(connection.IsProduction);
        Assert.Equal(PoolingMode.Direct, connection.Pooling);
        Assert.Equal("none", connection.Tls);
        Assert.Equal(server.Sandbox.PostgresVersion, connection.ServerVersion);
        Assert.DoesNotContain(server.Sandbox.Password, session.Run("Get-XmrtConnection | Format-List *").Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_system_is_reached_by_every_way_to_write_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        string host = $"host=127.0.0.1 port={server.Sandbox.Port} dbname={database.Name} user=postgres";
        using PwshSession session = new();
        session.Set("pairs", $"{host} passfile='{server.Sandbox.PassFile}'");
        session.Set("dotnet", $"Host=127.0.0.1;Port={server.Sandbox.Port};Database={database.Name};Username=postgres;Password={server.Sandbox.Password}");
        session.Set("password", server.Sandbox.Password);
        session.Set("port", server.Sandbox.Port);
        session.Set("name", database.Name);

        IReadOnlyList<XmrtConnection> connections = session.Run(
            """
            Connect-Xmrt $pairs
            Connect-Xmrt $dotnet
            $secure = [securestring]::new(); $password.ToCharArray().ForEach({ $secure.AppendChar($_) })
            $credential = [pscredential]::new('postgres', $secure)
            Connect-Xmrt -HostName 127.0.0.1 -Port $port -DatabaseName $name -Credential $credential
            """).Succeeded().Of<XmrtConnection>();

        Assert.Equal(["127.0.0.1", "127.0.0.1-2", "127.0.0.1-3"], connections.Select(c => c.Name));
        Assert.All(connections, c => Assert.Equal(database.Name, c.DatabaseName));
        Assert.Equal("127.0.0.1-3", session.Run("Get-XmrtConnection -Current").Of<XmrtConnection>()[0].Name);
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_apart()
    {
        await using TestDatabase database = await server.CopyAsync();
        await using TestDatabase full = await server.CopyAsync();
        await full.RunAsync($"ALTER DATABASE {full.Name} CONNECTION LIMIT 0");
        using PwshSession session = new();
        session.Set("wrongPassword", database.UrlOf("postgres", "wr0ng"));
        session.Set("noPassword", $"postgresql://postgres@127.0.0.1:{server.Sandbox.Port}/{database.Name}?passfile=/nowhere");
        session.Set("noRole", database.UrlOf("nobody_here", "x"));
        session.Set("noDatabase", database.Url.Replace(database.Name, "absent", StringComparison.Ordinal));
        session.Set("full", full.Url);

        Assert.Equal(["PasswordRefused"], session.Run("Connect-Xmrt $wrongPassword").ErrorIds);
        Assert.Equal(["PasswordMissing"], session.Run("Connect-Xmrt $noPassword").ErrorIds);
        Assert.Equal(["PasswordRefused"], session.Run("Connect-Xmrt $noRole").ErrorIds);
        Assert.Equal(["DatabaseNotFound"], session.Run("Connect-Xmrt $noDatabase").ErrorIds);
        Assert.Equal(["TooManyConnections"], session.Run("Connect-Xmrt $full").ErrorIds);
        Assert.Equal(["HostUnreachable"], session.Run("Connect-Xmrt postgresql://x@no-such-host.invalid/x").ErrorIds);
        Assert.Equal(["ProfileNotFound"], session.Run("Connect-Xmrt nowhere").ErrorIds);
        Assert.Equal(["NothingToConnectTo"], session.Run("Connect-Xmrt").ErrorIds);
        PwshResult unparsable = session.Run("Connect-Xmrt 'postgresql://app:s3cret@h:port/x'");
        Assert.Equal(["InvalidTarget"], unparsable.ErrorIds);
        Assert.DoesNotContain("s3cret", unparsable.Screen.Replace("postgresql://app:s3cret@h:port/x", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(session.Run("Get-XmrtConnection").Output);
    }

    [Fact]
    public async Task A_host_that_accepts_and_says_nothing_is_given_up_in_time()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        using PwshSession session = new();
        long started = Stopwatch.GetTimestamp();

        PwshResult result = await session.Start($"Connect-Xmrt 'postgresql://x:y@127.0.0.1:{port}/x' -ConnectTimeout 1").Completion;

        Assert.Equal(["ConnectTimedOut"], result.ErrorIds);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Two_systems_answer_side_by_side_and_a_failure_of_one_is_its_own()
    {
        await using TestDatabase one = await server.CopyAsync();
        await using TestDatabase two = await server.CopyAsync();
        await two.RunAsync("DROP TABLE public.rate_limits CASCADE");
        using PwshSession session = one.Connect("one");
        session.Set("two", two.Url);
        session.Run("$null = Connect-Xmrt $two -Name two -NoCurrent").Succeeded();

        PwshResult result = session.Run("Get-XmrtRateLimit -Connection one, two, three -First 3");

        Assert.Equal(["RelationMissing", "UnknownConnection"], result.ErrorIds.Order(StringComparer.Ordinal));
        Assert.Equal(3, result.Output.Count);
        Assert.Equal("one", session.Run("Get-XmrtConnection -Current").Of<XmrtConnection>()[0].Name);
        Assert.Equal(["NotConnected"], session.Run("Disconnect-Xmrt; Get-XmrtRateLimit").ErrorIds);
    }

    [Fact]
    public async Task A_profile_is_opened_for_one_call_and_closed_after_it()
    {
        await using TestDatabase database = await server.CopyAsync();
        string name = $"profile-{Guid.NewGuid():N}";
        using PwshSession session = new();
        session.Set("name", name);
        session.Set("url", string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://postgres@127.0.0.1:{server.Sandbox.Port}/{database.Name}?passfile={Uri.EscapeDataString(server.Sandbox.PassFile)}"));
        session.Run("Set-XmrtProfile $name -DatabaseUrl $url").Succeeded();

        Assert.NotEmpty(session.Run("Get-XmrtRateLimit -Connection $name -Since 100d").Succeeded().Output);

        Assert.Empty(session.Run("Get-XmrtConnection").Output);
        Assert.Equal(name, session.Run("Connect-Xmrt $name").Succeeded().Of<XmrtConnection>()[0].Name);
    }
}
