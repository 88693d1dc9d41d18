using System.Data.Common;
using System.Globalization;
using XmrtOps.RateLimits;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>5,000,000 recorded requests replayed against a limit, against one sequential scan of the table.</summary>
internal sealed class RateLimitReplayBenchmark : ConnectedBenchmark
{
    private const int Rows = 5_000_000;
    private const int Bursts = 20;
    private const int RowsOfBurst = 5_000;
    private const string OneScan = "SELECT count(*), sum(request_count) FROM public.rate_limits";

    private readonly RateLimitAlgorithm _algorithm;

    private RateLimitReplayBenchmark(RunningSandbox sandbox, string name, RateLimitAlgorithm algorithm)
        : base(sandbox)
    {
        Name = name;
        _algorithm = algorithm;
    }

    public override string Name { get; }

    protected override string Database => "many_requests";

    protected override int Rounds => 9;

    protected override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Measure-XmrtRateLimitPolicy 100 1m -Algorithm {_algorithm}, {Rows:N0} requests of 120 days / {OneScan}");

    public static RateLimitReplayBenchmark OfFixed(RunningSandbox sandbox) =>
        new(sandbox, "replay", RateLimitAlgorithm.FixedWindow);

    public static RateLimitReplayBenchmark OfSliding(RunningSandbox sandbox) =>
        new(sandbox, "replay-log", RateLimitAlgorithm.SlidingWindow);

    // Some thirty callers that make most of the calls, some thousand addresses, and bursts of 500 requests a minute.
    protected override async Task FillAsync(DbDataSource administrator)
    {
        await using DbCommand isThere = administrator.CreateCommand(
            $"SELECT count(*) > 0 FROM pg_database WHERE datname = '{Database}'");
        if (await isThere.ExecuteScalarAsync() is true)
        {
            return;
        }

        await RunAsync(administrator, $"CREATE DATABASE {Database} TEMPLATE template0 OWNER postgres");
        await using DbDataSource filler = Administrator(Database);
        await RunAsync(
            filler,
            """
            CREATE TABLE public.rate_limits (
                id uuid NOT NULL DEFAULT gen_random_uuid(), identifier text NOT NULL, endpoint text NOT NULL,
                request_count integer DEFAULT 1, window_start timestamptz NOT NULL DEFAULT now(),
                created_at timestamptz NOT NULL DEFAULT now());
            ALTER TABLE public.rate_limits OWNER TO postgres
            """);
        await RunAsync(filler, string.Create(
            CultureInfo.InvariantCulture,
            $"""
             INSERT INTO public.rate_limits (identifier, endpoint, window_start, created_at)
             SELECT r.identifier, (ARRAY['/api/mining-proxy', 'agent-manager:list_tasks', 'github-integration:create_issue'])[1 + r.i % 3], r.at, r.at
             FROM (
                 SELECT i, CASE WHEN i % 10 < 7 THEN 'caller-' || i % 31
                                ELSE '198.51.' || i % 7 || '.' || (i::bigint * 7919) % 256 END AS identifier,
                        now() - interval '120 days' + i * interval '120 days' / {Rows} AS at
                 FROM generate_series(1, {Rows - (Bursts * RowsOfBurst)}) i
                 UNION ALL
                 SELECT b * 3, '203.0.113.' || b, now() - b * interval '5 days' + i * interval '120 ms'
                 FROM generate_series(1, {Bursts}) b, generate_series(1, {RowsOfBurst}) i) r
             ORDER BY r.at
             """));
        await RunAsync(filler, "ALTER TABLE public.rate_limits ADD PRIMARY KEY (id)");
        await RunAsync(filler, "ALTER TABLE public.rate_limits ADD UNIQUE (identifier, endpoint, window_start)");
        await RunAsync(filler, "VACUUM (ANALYZE) public.rate_limits");
    }

    protected override Task OursAsync()
    {
        RateLimitPolicyResult result = Session.Run($"Measure-XmrtRateLimitPolicy 100 1m -Algorithm {_algorithm} -Since 150d")
            .Succeeded().Of<RateLimitPolicyResult>()[0];
        return result is { Requests: Rows, IdentifiersBlocked: Bursts, BlockedRequests: > 50_000 }
            ? Task.CompletedTask
            : throw new InvalidOperationException($"The cmdlet: {result}.");
    }

    protected override async Task TheirsAsync()
    {
        await using DbCommand command = Driver.CreateCommand(OneScan);
        command.CommandTimeout = 120;
        await command.ExecuteScalarAsync();
    }

    protected override Measurement Judge(Measurement measured) => measured with
    {
        Limit = "<= 4.0",
        IsMet = measured.Ratio <= 4.0,
    };
}
