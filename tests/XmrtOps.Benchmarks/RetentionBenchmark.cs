using System.Data.Common;
using System.Globalization;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>
/// Half of a large table deleted by the cmdlet, against one plain DELETE of the same rows, each on a fresh copy of the
/// same database, and what an application that inserts meanwhile notices of it.
/// </summary>
internal abstract class RetentionBenchmark(RunningSandbox sandbox) : Benchmark
{
    private const double LongestStatementMs = 1000;
    private const double LatencyFactor = 3;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(5);

    private string _figures = "";

    protected override int Rounds => 3;

    protected override string Description => _figures;

    /// <summary>Makes the table what is to be deleted from.</summary>
    protected abstract string Fill { get; }

    /// <summary>The cmdlet.</summary>
    protected abstract string Script { get; }

    /// <summary>The plain statement for the same rows.</summary>
    protected abstract string Delete { get; }

    /// <summary>One row of the application's.</summary>
    protected abstract string Insert { get; }

    /// <summary>Rows that have to go.</summary>
    protected abstract long Expected { get; }

    public override async Task<Measurement> RunAsync()
    {
        await FillAsync();
        await using CommandProcess console = CommandProcess.Start();
        // What is compiled, opened and cached at the first time has been then.
        await DeleteAsync(console);
        List<Round> rounds = [];
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add(await RoundAsync(console));
        }

        double Of(Func<Round, double> figure) => Median([.. rounds.Select(figure)]);
        // Of all rounds together: one has too few inserts for its hundredth part to say much.
        double P99(Func<Round, double[]> inserts) => Percentile99([.. rounds.SelectMany(inserts)]);
        double ratio = Of(round => round.Ours.WorkMs / round.Theirs.WorkMs);
        double worst = rounds.Max(round => round.WorstStatementMs);
        (double idle, double ours, double theirs) = (P99(r => r.IdleMs), P99(r => r.Ours.InsertsMs), P99(r => r.Theirs.InsertsMs));
        _figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{Script} / {Delete[..Delete.IndexOf(' ', "DELETE FROM ".Length)]}; longest statement {worst:0} ms against {Of(r => r.Theirs.WorkMs):0} ms; "
            + $"p99 of inserts {idle:0.0} ms idle, {ours:0.0} ms ({ours / idle:0.0}x) beside the cmdlet, "
            + $"{theirs:0.0} ms ({theirs / idle:0.0}x) beside the plain DELETE; "
            + $"the cmdlet's deletion alone {Of(r => r.DeletionMs):0} ms");
        return Judge(new Measurement(Name, Description, Of(r => r.Ours.WorkMs), Of(r => r.Theirs.WorkMs), ratio)) with
        {
            IsMet = ratio <= 2 && worst <= LongestStatementMs && ours <= LatencyFactor * idle,
        };
    }

    protected override Task OursAsync() => Task.CompletedTask;

    protected override Task TheirsAsync() => Task.CompletedTask;

    protected override Measurement Judge(Measurement measured) => measured with { Limit = "<= 2, 1 s, p99 <= 3x" };

    private async Task<Round> RoundAsync(CommandProcess console)
    {
        (double[] idle, (double, double[]) ours, double worst, double deletion) = await DeleteAsync(console);
        await using Copy other = await Copy.MakeAsync(sandbox, Name);
        (double, double[]) theirs = await InsertLoad.DuringAsync(other.Target(Insert), () => other.RunAsync(Delete));
        return new Round(ours, theirs, idle, worst, deletion);
    }

    private async Task<(double[] IdleMs, (double, double[]) Work, double WorstStatementMs, double DeletionMs)> DeleteAsync(
        CommandProcess console)
    {
        await using Copy copy = await Copy.MakeAsync(sandbox, Name);
        await console.RunAsync($"$null = Connect-Xmrt '{copy.Url}'");
        (_, double[] idle) = await InsertLoad.DuringAsync(copy.Target(Insert), () => Task.Delay(s_idle));
        await copy.RunAsync("SELECT extensions.pg_stat_statements_reset()");
        CommandOutcome? outcome = null;
        (double, double[]) work = await InsertLoad.DuringAsync(
            copy.Target(Insert), async () => outcome = await console.RunAsync(Script));
        return outcome is { IsComplete: true } && outcome.Deleted == Expected
            ? (idle, work, Math.Max(outcome.WorstBatchMs, await copy.WorstChangeAsync()), outcome.DurationMs)
            : throw new InvalidOperationException($"The cmdlet: {outcome}.");
    }

    private static double Percentile99(double[] values) => values.Order().ElementAt((int)(values.Length * 0.99));

    private async Task FillAsync()
    {
        await using DbDataSource source = BenchmarkDatabase.AsAdministrator(sandbox, sandbox.Database).Open(keepOpen: false);
        foreach (string statement in Fill.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await Copy.RunAsync(source, statement);
        }
    }

    private sealed record Round(
        (double WorkMs, double[] InsertsMs) Ours,
        (double WorkMs, double[] InsertsMs) Theirs,
        double[] IdleMs,
        double WorstStatementMs,
        double DeletionMs);

    /// <summary>A database of one run's own.</summary>
    private sealed class Copy : IAsyncDisposable
    {
        private readonly RunningSandbox _sandbox;
        private readonly string _name;
        private readonly BenchmarkDatabase _administrator;

        private Copy(RunningSandbox sandbox, string name)
        {
            (_sandbox, _name) = (sandbox, name);
            _administrator = BenchmarkDatabase.AsAdministrator(sandbox, name);
            Source = _administrator.Open(keepOpen: false);
        }

        public DbDataSource Source { get; }

        /// <summary>For the console.</summary>
        public string Url => BenchmarkDatabase.AsUser(_sandbox, _name).Url;

        /// <summary>For an application, as administrator.</summary>
        public InsertTarget Target(string insert) => new(_administrator, insert);

        public static async Task<Copy> MakeAsync(RunningSandbox sandbox, string name)
        {
            string database = $"bench_{name.Replace('-', '_')}";
            await using DbDataSource template1 = BenchmarkDatabase.AsAdministrator(sandbox, "template1").Open(keepOpen: false);
            await RunAsync(template1, $"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
            // A template has to be alone, and the connections of the benchmark before are kept by their pools.
            await RunAsync(
                template1, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{sandbox.Database}'");
            await RunAsync(template1, $"CREATE DATABASE {database} TEMPLATE {sandbox.Database} OWNER {sandbox.UserName}");
            await RunAsync(template1, "CHECKPOINT");
            return new Copy(sandbox, database);
        }

        public static async Task RunAsync(DbDataSource source, string sql)
        {
            await using DbCommand command = source.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }

        public Task RunAsync(string sql) => RunAsync(Source, sql);

        /// <summary>Longest of our own statements that change rows, in milliseconds.</summary>
        public async Task<double> WorstChangeAsync()
        {
            await using DbCommand command = Source.CreateCommand(
                """
                SELECT coalesce(max(max_exec_time), 0) FROM extensions.pg_stat_statements
                WHERE query LIKE '%/* XmrtOps */%' AND query ~ 'DELETE FROM|FOR UPDATE'
                  AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                """);
            return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }

        public async ValueTask DisposeAsync()
        {
            await Source.DisposeAsync();
            await using DbDataSource template1 = BenchmarkDatabase.AsAdministrator(_sandbox, "template1").Open(keepOpen: false);
            await RunAsync(template1, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
    }
}
