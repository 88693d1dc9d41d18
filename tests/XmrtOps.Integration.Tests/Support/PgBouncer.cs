using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace XmrtOps.Integration.Tests.Support;

/// <summary>A real PgBouncer in transaction mode, in front of the tests' server, with one server connection.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private PgBouncer(Process process, string directory, int port)
    {
        _process = process;
        _directory = directory;
        Port = port;
    }

    public int Port { get; }

    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "pgbouncer"))
        .FirstOrDefault(File.Exists);

    public static async Task<PgBouncer> StartAsync(SandboxServer server)
    {
        string directory = Directory.CreateTempSubdirectory("xmrtops-bouncer-").FullName;
        int port = FreePort();
        string users = Path.Combine(directory, "users.txt");
        string config = Path.Combine(directory, "pgbouncer.ini");
        await File.WriteAllTextAsync(users, $"\"postgres\" \"{server.Sandbox.Password}\"\n");
        await File.WriteAllTextAsync(
            config,
            string.Create(CultureInfo.InvariantCulture, $"""
                [databases]
                * = host=127.0.0.1 port={server.Sandbox.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = plain
                auth_file = {users}
                pool_mode = transaction
                default_pool_size = 1
                server_tls_sslmode = disable
                """));
        List<string> arguments = [config];
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            // It refuses to run as root.
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(users, (UnixFileMode)0b110_100_100);
            arguments.InsertRange(0, ["-u", "nobody"]);
        }

        Process process = Process.Start(new ProcessStartInfo(Program!, arguments)
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line is not null && !line.Contains("process up", StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        return new PgBouncer(process, directory, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
