using System.Data.Common;
using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Sandbox;
using XmrtOps.Testing;

namespace XmrtOps.Benchmarks;

/// <summary>A cmdlet in a console that is connected to the sandbox, against the bare driver.</summary>
internal abstract class ConnectedBenchmark(RunningSandbox sandbox) : Benchmark
{
    private PwshSession? _session;
    private DbDataSource? _driver;

    protected PwshSession Session => _session!;

    protected DbDataSource Driver => _driver!;

    protected override async Task PrepareAsync()
    {
        await using (DbDataSource administrator = Source(sandbox.AdministratorUserName, sandbox.AdministratorPassword))
        {
            await FillAsync(administrator);
        }

        _driver = Source(sandbox.UserName, sandbox.Password);
        _session = new PwshSession();
        _session.Set("url", string.Create(
            CultureInfo.InvariantCulture,
            $"postgresql://{sandbox.UserName}:{sandbox.Password}@{sandbox.Host}:{sandbox.Port}/{sandbox.Database}?sslmode=disable"));
        _session.Run("$null = Connect-Xmrt $url").Succeeded();
    }

    public override async ValueTask DisposeAsync()
    {
        _session?.Dispose();
        if (_driver is not null)
        {
            await _driver.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected abstract Task FillAsync(DbDataSource administrator);

    protected static async Task RunAsync(DbDataSource source, string sql)
    {
        await using DbCommand command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    private DbDataSource Source(string user, string password) => Postgres.CreateDataSource(
        new PostgresSettings
        {
            Host = sandbox.Host,
            Port = sandbox.Port,
            Database = sandbox.Database,
            UserName = user,
            Password = password,
            Tls = TlsMode.Disable,
        },
        "bench");
}
