using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>A bare server of one test's own, whose settings may be changed and which may be started anew.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class PrivateServer : IAsyncDisposable
{
    private readonly RunningSandbox _sandbox;

    private PrivateServer(RunningSandbox sandbox)
    {
        _sandbox = sandbox;
        Administrator = As(sandbox.AdministratorUserName, sandbox.AdministratorPassword);
    }

    public DbDataSource Administrator { get; }

    public string AdministratorUrl => Url(_sandbox.AdministratorUserName, _sandbox.AdministratorPassword);

    public static async Task<PrivateServer> StartAsync(int maxConnections = 20) => new(await SandboxHost.StartAsync(
        new SandboxOptions
        {
            Name = $"private-{Guid.NewGuid():N}"[..20],
            Seeded = false,
            MaxConnections = maxConnections,
            PostgresBin = SandboxServer.PostgresBin,
        },
        progress: null,
        TestContext.Current.CancellationToken));

    public string Url(string user, string password) => string.Create(
        CultureInfo.InvariantCulture, $"postgresql://{user}:{password}@127.0.0.1:{_sandbox.Port}/postgres?sslmode=disable");

    public DbDataSource As(string user, string password) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = "127.0.0.1",
            Port = _sandbox.Port,
            Database = "postgres",
            UserName = user,
            Password = password,
            Tls = TlsMode.Disable,
            KeepOpen = false,
        },
        "tests");

    public Task RunAsync(string sql) => SandboxServer.RunAsync(Administrator, sql);

    public async Task<T> ValueAsync<T>(string sql)
    {
        await using DbCommand command = Administrator.CreateCommand(sql);
        return (T)Convert.ChangeType(
            (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!, typeof(T), CultureInfo.InvariantCulture);
    }

    /// <summary>Starts the server anew, with settings that it reads only then.</summary>
    public async Task RestartAsync(params string[] settings)
    {
        foreach (string setting in settings)
        {
            await RunAsync($"ALTER SYSTEM SET {setting}");
        }

        await RestartAsync(await ValueAsync<string>("SELECT current_setting('data_directory')"));
    }

    /// <summary>Makes it a replica: it waits for changes of a primary that there is not, and can be read.</summary>
    public async Task BecomeReplicaAsync()
    {
        string directory = await ValueAsync<string>("SELECT current_setting('data_directory')");
        string signal = Path.Combine(directory, "standby.signal");
        await File.WriteAllTextAsync(signal, "");
        using Process chown = Process.Start("chown", [$"--reference={directory}", signal]);
        await chown.WaitForExitAsync();
        await RestartAsync(directory);
    }

    public async ValueTask DisposeAsync()
    {
        await Administrator.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private async Task RestartAsync(string directory)
    {
        string[] restart =
        [
            Path.Combine(_sandbox.PostgresBin, "pg_ctl"), "restart", "-D", directory, "-m", "fast", "-w", "-s",
            "-l", Path.Combine(directory, "restarted.log"),
        ];
        // PostgreSQL refuses to run as root: as the account that it ran as, then, which owns its directory.
        string[] command = Environment.IsPrivilegedProcess
            ? ["sh", "-c", "d=\"$1\"; shift; exec setpriv --reuid=$(stat -c %u \"$d\") --regid=$(stat -c %g \"$d\") --clear-groups -- \"$@\"", "sh", directory, .. restart]
            : restart;
        using Process process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }
}
