using System.Data.Common;
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

    /// <summary>The database that both sides read.</summary>
    protected virtual string Database => sandbox.Database;

    protected override async Task PrepareAsync()
    {
        await using (DbDataSource administrator = Administrator(sandbox.Database))
        {
            await FillAsync(administrator);
        }

        BenchmarkDatabase database = BenchmarkDatabase.AsUser(sandbox, Database);
        _driver = database.Open(keepOpen: true);
        _session = new PwshSession();
        _session.Set("url", database.Url);
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

    /// <summary>Makes what is read.</summary>
    /// <param name="administrator">In the sandbox's own database.</param>
    protected abstract Task FillAsync(DbDataSource administrator);

    protected DbDataSource Administrator(string database) => BenchmarkDatabase.AsAdministrator(sandbox, database).Open(keepOpen: true);

    protected static async Task RunAsync(DbDataSource source, string sql)
    {
        await using DbCommand command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }
}
