using XmrtOps.Benchmarks;
using XmrtOps.Sandbox;

switch (args)
{
    case [InsertLoad.Argument]:
        InsertLoad.Run();
        return 0;
    case [CommandProcess.Argument]:
        CommandProcess.Run();
        return 0;
    default:
        break;
}

// XMRTOPS_TEST_POSTGRES_BIN as in the tests; names of benchmarks may follow as arguments.
await using RunningSandbox sandbox = await SandboxHost.StartAsync(
    new SandboxOptions
    {
        Name = $"bench-{Environment.ProcessId}",
        PostgresBin = Environment.GetEnvironmentVariable("XMRTOPS_TEST_POSTGRES_BIN"),
    },
    progress: null,
    CancellationToken.None);
Benchmark[] benchmarks =
[
    new ImportBenchmark(),
    new SlowQueryBenchmark(sandbox),
    new StreamBenchmark(sandbox),
    RateLimitReplayBenchmark.OfFixed(sandbox),
    RateLimitReplayBenchmark.OfSliding(sandbox),
    new LogBenchmark(sandbox),
    CatalogueBenchmark.OfTables(sandbox, isAll: false),
    CatalogueBenchmark.OfTables(sandbox, isAll: true),
    CatalogueBenchmark.OfIndexes(sandbox, isAll: false),
    CatalogueBenchmark.OfIndexes(sandbox, isAll: true),
    new LogRetentionBenchmark(sandbox),
    new ConversationRetentionBenchmark(sandbox),
];

Console.WriteLine($"PostgreSQL {sandbox.PostgresVersion}, {Environment.ProcessorCount} processors");
Console.WriteLine(Measurement.Header);
bool isMet = true;
foreach (Benchmark benchmark in benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name, StringComparer.OrdinalIgnoreCase)))
{
    await using Benchmark running = benchmark;
    Measurement measured = await running.RunAsync();
    Console.WriteLine(measured);
    isMet &= measured.IsMet;
}

return isMet ? 0 : 1;
