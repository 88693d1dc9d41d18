using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Sandbox.Server;

/// <summary>Makes a cluster in a sandbox's folder and starts it on a free loopback port.</summary>
internal sealed class PostgresServer(
    PostgresInstallation installation, SandboxDirectory directory, ServiceAccount? account, int maxConnections)
{
    public const string Administrator = "supabase_admin";

    private const int Attempts = 5;
    private const int LogLines = 8;

    public async Task InitializeAsync(string administratorPassword, CancellationToken cancellation)
    {
        var passwordFile = Path.Combine(directory.ServerPath, "initdb.password");
        await WritePrivateAsync(passwordFile, administratorPassword, cancellation).ConfigureAwait(false);
        account?.Own(directory.ServerPath);
        account?.Own(passwordFile);

        string[] arguments =
        [
            "--pgdata=" + directory.DataPath,
            "--username=" + Administrator,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            // Byte order: the same everywhere, whatever locales a machine has.
            "--locale=C",
            "--no-sync",
        ];
        var result = await ServiceAccount
            .RunAsync(account, installation.InitDb, arguments, directory.ServerPath, cancellation)
            .ConfigureAwait(false);
        File.Delete(passwordFile);
        if (result.ExitCode != 0) throw StartFailed($"initdb failed: {result.Complaint}", null);

        await File.AppendAllTextAsync(ConfigurationPath, Settings(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Starts the server and returns its port; another process may snatch a free port, so tries some.</summary>
    public async Task<int> StartAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var port = FindFreePort();
            await File.AppendAllTextAsync(
                ConfigurationPath,
                string.Create(CultureInfo.InvariantCulture, $"port = {port}\n"),
                cancellation).ConfigureAwait(false);
            if (await RunPgCtlAsync().ConfigureAwait(false)) return port;

            var log = directory.ReadLogTail(LogLines);
            var wasPortTaken = log.Contains("could not bind", StringComparison.Ordinal);
            if (!wasPortTaken || attempt == Attempts) throw StartFailed($"the server did not start. Its log ends: {log}", null);
        }
    }

    private string ConfigurationPath => Path.Combine(directory.DataPath, "postgresql.conf");

    // Nothing here needs to survive a power cut, so nothing waits for the disk.
    private string Settings() => string.Create(
        CultureInfo.InvariantCulture,
        $"""

        # Set by XmrtOps: a disposable server.
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        max_connections = {maxConnections}
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        wal_level = minimal
        max_wal_senders = 0
        max_wal_size = 4GB
        checkpoint_timeout = 1h
        shared_buffers = 128MB
        dynamic_shared_memory_type = {(OperatingSystem.IsWindows() ? "windows" : "mmap")}
        shared_preload_libraries = 'pg_stat_statements'
        pg_stat_statements.track = top
        track_io_timing = on
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_line_prefix = '%m [%p] %q%u@%d '

        """);

    // Not Tool.RunAsync: that reads the output to its end, and on Windows the server inherits the pipes and keeps them
    // open. Not cancellable either: a pg_ctl killed half way leaves a server that nobody knows yet.
    private async Task<bool> RunPgCtlAsync()
    {
        string[] arguments =
            ["start", "--silent", "-D", directory.DataPath, "-l", directory.LogPath, "--wait", "--timeout=30"];
        var (program, all) = ServiceAccount.Wrap(account, installation.PgCtl, arguments);
        var start = new ProcessStartInfo(program, all)
        {
            WorkingDirectory = directory.ServerPath,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Tool.Environment) start.Environment[name] = value;

        try
        {
            using var pgCtl = Process.Start(start) ?? throw StartFailed("pg_ctl could not be run", null);
            pgCtl.StandardInput.Close();
            await pgCtl.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return pgCtl.ExitCode == 0;
        }
        catch (Win32Exception error)
        {
            throw StartFailed($"pg_ctl could not be run: {error.Message}", error);
        }
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WritePrivateAsync(string path, string text, CancellationToken cancellation)
    {
        var file = PrivateFile.Create(path);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellation).ConfigureAwait(false);
        }
    }

    private SandboxException StartFailed(string why, Exception? cause) => new(
        "PostgresStartFailed",
        $"PostgreSQL {installation.Version} in {installation.BinDirectory} could not be started: {why}",
        "Check the free space and memory of the machine, or name other binaries with -PostgresBin.",
        cause);
}
