using System.Data.Common;
using XmrtOps.Adapters;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;

[assembly: AssemblyFixture(typeof(SandboxServer))]

namespace XmrtOps.Integration.Tests.Support;

/// <summary>
/// One real PostgreSQL for all tests of this assembly, filled once; each test takes a copy of the database for itself.
/// XMRTOPS_TEST_POSTGRES_BIN names the binaries of another version than the installed one.
/// </summary>
public sealed class SandboxServer : IAsyncLifetime
{
    private const string Template = "xmrt_template";

    // CREATE DATABASE … TEMPLATE wants the template for itself.
    private readonly SemaphoreSlim _copying = new(1);
    private RunningSandbox? _sandbox;
    private int _databases;

    public RunningSandbox Sandbox => _sandbox ?? throw new InvalidOperationException("The sandbox has not started.");

    public static string? PostgresBin => Environment.GetEnvironmentVariable("XMRTOPS_TEST_POSTGRES_BIN");

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(
            new SandboxOptions { Name = $"tests-{Environment.ProcessId}", PostgresBin = PostgresBin },
            progress: null,
            CancellationToken.None);
        // All tests ask as one user, and together more often than one may.
        _sandbox.StandIns.Supabase.Limiter.IsEnabled = false;
        await using DbDataSource template1 = Administrator("template1");
        await RunAsync(template1, $"CREATE DATABASE {Template} TEMPLATE {_sandbox.Database}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _copying.Dispose();
    }

    /// <summary>A copy of the seeded database.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        string name = $"test_{Interlocked.Increment(ref _databases)}";
        await _copying.WaitAsync();
        try
        {
            await using DbDataSource template1 = Administrator("template1");
            await RunAsync(template1, $"CREATE DATABASE {name} TEMPLATE {Template} OWNER postgres");
        }
        finally
        {
            _copying.Release();
        }

        return new TestDatabase(this, name);
    }

    /// <summary>As superuser; one connection at a time, and none kept open.</summary>
    public DbDataSource Administrator(string database) => As(Sandbox.AdministratorUserName, Sandbox.AdministratorPassword, database);

    public DbDataSource As(string user, string password, string database) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = Sandbox.Host,
            Port = Sandbox.Port,
            Database = database,
            UserName = user,
            Password = password,
            Tls = TlsMode.Disable,
            KeepOpen = false,
        },
        "tests");

    internal static async Task RunAsync(DbDataSource source, string sql)
    {
        await using DbCommand command = source.CreateCommand(sql);
        // A busy machine is no failure.
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
