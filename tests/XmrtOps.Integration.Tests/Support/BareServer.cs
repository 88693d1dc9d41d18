using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>
/// A bare server of one test's own, for what others would notice: restarts, resets of all statistics, settings, a full
/// house. It runs with the settings of a real one where the sandbox's would be findings.
/// </summary>
internal sealed class BareServer : IAsyncDisposable
{
    private const string Database = "postgres";

    private readonly RunningSandbox _sandbox;
    private readonly DbDataSource _administrator;
    private string? _replica;

    private BareServer(RunningSandbox sandbox)
    {
        _sandbox = sandbox;
        _administrator = As(sandbox.AdministratorUserName, sandbox.AdministratorPassword);
    }

    public int Port => _sandbox.Port;

    private string DataPath => Path.Combine(_sandbox.Directory, "server", "data");

    /// <param name="settings">Lines of postgresql.conf, which win over all others.</param>
    public static async Task<BareServer> StartAsync(params string[] settings)
    {
        RunningSandbox sandbox = await SandboxHost.StartAsync(
            new SandboxOptions
            {
                Name = $"bare-{Guid.NewGuid():N}",
                PostgresBin = SandboxServer.PostgresBin,
                Seeded = false,
            },
            progress: null,
            TestContext.Current.CancellationToken);
        BareServer server = new(sandbox);
        await server.RestartAsync(["fsync = on", "full_page_writes = on", "wal_level = replica", .. settings]);
        await server.RunAsync("CREATE EXTENSION pg_stat_statements");
        await server.RunAsync("CREATE ROLE app LOGIN PASSWORD 'app'");
        return server;
    }

    public string Url => UrlOf(_sandbox.AdministratorUserName, _sandbox.AdministratorPassword);

    /// <summary>As a role without any privilege.</summary>
    public string AppUrl => UrlOf("app", "app");

    public string UrlOf(string user, string password) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{user}:{password}@127.0.0.1:{Port}/{Database}?sslmode=disable");

    public DbDataSource As(string user, string password) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = Database,
            UserName = user,
            Password = password,
            Tls = TlsMode.Disable,
            KeepOpen = false,
        },
        "tests");

    public static Task<DbConnection> OpenAsync(DbDataSource source) =>
        source.OpenConnectionAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>Runs SQL as superuser.</summary>
    public Task RunAsync(string sql) => SandboxServer.RunAsync(_administrator, sql);

    /// <summary>Runs a statement several times, as an application does.</summary>
    public async Task RepeatAsync(string sql, int times)
    {
        await using DbConnection connection = await _administrator.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        for (int i = 0; i < times; i++)
        {
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<T> ValueAsync<T>(string sql)
    {
        await using DbCommand command = _administrator.CreateCommand(sql);
        command.CommandTimeout = 0;
        return (T)Convert.ChangeType(
            (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>A console that is connected to this server.</summary>
    public PwshSession Connect(string name = "db", string culture = "", string? url = null)
    {
        PwshSession session = new(culture: culture);
        session.Set("url", url ?? Url);
        session.Run($"$null = Connect-Xmrt $url -Name {name}").Succeeded();
        return session;
    }

    /// <summary>Ends the server in good order and starts it again.</summary>
    /// <param name="settings">More lines of postgresql.conf.</param>
    public async Task RestartAsync(params string[] settings)
    {
        await File.AppendAllLinesAsync(
            Path.Combine(DataPath, "postgresql.conf"), settings, TestContext.Current.CancellationToken);
        await ControlAsync("stop", "-m", "fast");
        await ControlAsync("start", "-l", Path.Combine(_sandbox.Directory, "server", "server.log"));
    }

    /// <summary>Ends all of its processes at once, as a crash does.</summary>
    public Task CrashAsync() => ControlAsync("stop", "-m", "immediate");

    /// <summary>Starts it after a crash; it recovers first.</summary>
    public Task RecoverAsync() => ControlAsync("start", "-l", Path.Combine(_sandbox.Directory, "server", "server.log"));

    /// <summary>Ends the server and starts it as a standby of a primary that is not there.</summary>
    public async Task BecomeStandbyAsync()
    {
        await ControlAsync("stop", "-m", "fast");
        await File.WriteAllTextAsync(Path.Combine(DataPath, "standby.signal"), "", TestContext.Current.CancellationToken);
        await ControlAsync("start", "-l", Path.Combine(_sandbox.Directory, "server", "server.log"));
    }

    /// <summary>Starts a replica that follows this server, until the server is disposed. Nobody connects to it: it listens in a
    /// folder of its own.</summary>
    /// <param name="settings">Lines of its postgresql.conf.</param>
    public async Task AddReplicaAsync(params string[] settings)
    {
        await ControlAsync("stop", "-m", "fast");
        string replica = Path.Combine(_sandbox.Directory, "server", "replica");
        await RunAsync("cp", ["-a", DataPath, replica]);
        await File.WriteAllTextAsync(Path.Combine(replica, "standby.signal"), "", TestContext.Current.CancellationToken);
        await File.AppendAllLinesAsync(
            Path.Combine(replica, "postgresql.conf"),
            [
                "listen_addresses = ''",
                // Its own folder. The whole path of a socket may have some hundred characters only.
                "unix_socket_directories = '.'",
                $"primary_conninfo = 'host=127.0.0.1 port={Port} user={_sandbox.AdministratorUserName} password={_sandbox.AdministratorPassword}'",
                .. settings,
            ],
            TestContext.Current.CancellationToken);
        await ControlAsync("start", "-l", Path.Combine(_sandbox.Directory, "server", "server.log"));
        await ControlAsync(replica, "start", ["-l", Path.Combine(_sandbox.Directory, "server", "replica.log")]);
        _replica = replica;
    }

    public async ValueTask DisposeAsync()
    {
        if (_replica is not null)
        {
            await ControlAsync(_replica, "stop", ["-m", "immediate"]);
        }

        await _administrator.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private Task ControlAsync(string command, params string[] arguments) => ControlAsync(DataPath, command, arguments);

    private Task ControlAsync(string data, string command, string[] arguments) => RunAsync(
        Path.Combine(_sandbox.PostgresBin, OperatingSystem.IsWindows() ? "pg_ctl.exe" : "pg_ctl"),
        [command, .. arguments, "-D", data, "--wait", "--silent"]);

    private async Task RunAsync(string program, string[] all)
    {
        // PostgreSQL refuses to run as root; the data belong to whom it may run as.
        ProcessStartInfo start = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
            ? new ProcessStartInfo("setpriv", [.. await OwnerAsync(), "--clear-groups", "--", program, .. all])
            : new ProcessStartInfo(program, all);
        start.UseShellExecute = false;
        start.WorkingDirectory = Path.Combine(_sandbox.Directory, "server");
        // A server that inherits the test's output keeps it open.
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {all[0]} failed: see the logs in {_sandbox.Directory}");
    }

    private async Task<string[]> OwnerAsync()
    {
        using Process stat = Process.Start(new ProcessStartInfo("stat", ["-c", "--reuid=%u\n--regid=%g", DataPath])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = await stat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
