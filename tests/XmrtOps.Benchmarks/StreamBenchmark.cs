using System.Data.Common;
using System.Globalization;
using XmrtOps.Sandbox;

namespace XmrtOps.Benchmarks;

/// <summary>A million rows through the cmdlet, against reading them with a bare reader.</summary>
internal sealed class StreamBenchmark(RunningSandbox sandbox) : ConnectedBenchmark(sandbox)
{
    private const int Rows = 1_000_000;
    private const double GrowthLimitMiB = 64;

    private double _growthMiB;

    public override string Name => "stream";

    protected override int Rounds => 11;

    protected override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Get-XmrtRateLimit -Raw | Out-Null, 1,000,000 rows / a bare reader; working set grows {_growthMiB:0} MiB");

    protected override Task FillAsync(DbDataSource administrator) => RunAsync(
        administrator,
        $"""
         TRUNCATE public.rate_limits;
         INSERT INTO public.rate_limits (identifier, endpoint, window_start)
         SELECT '203.0.113.' || i % 256, '/api/mining-proxy', now() - i * interval '1 s' FROM generate_series(1, {Rows}) i;
         ANALYZE public.rate_limits;
         """);

    protected override Task OursAsync()
    {
        long before = Environment.WorkingSet;
        Session.Run("Get-XmrtRateLimit -Raw -Since 400d | Out-Null").Succeeded();
        _growthMiB = Math.Max(_growthMiB, (Environment.WorkingSet - before) / 1048576d);
        return Task.CompletedTask;
    }

    protected override async Task TheirsAsync()
    {
        await using DbCommand command = Driver.CreateCommand(
            "SELECT id, identifier, endpoint, request_count, window_start, created_at FROM public.rate_limits");
        command.CommandTimeout = 120;
        await using DbDataReader row = await command.ExecuteReaderAsync();
        int read = 0;
#pragma warning disable VSTHRD103 // The row is in the buffer: reading its columns waits for nothing.
        while (await row.ReadAsync())
        {
            row.GetGuid(0);
            row.GetString(1);
            row.GetString(2);
            row.GetInt32(3);
            row.GetFieldValue<DateTimeOffset>(4);
            row.GetFieldValue<DateTimeOffset>(5);
            read++;
        }

#pragma warning restore VSTHRD103

        if (read != Rows)
        {
            throw new InvalidOperationException($"{read} rows were read.");
        }
    }

    protected override Measurement Judge(Measurement measured) => measured with
    {
        Description = Description,
        Limit = "<= 2, < 64 MiB",
        IsMet = measured.Ratio <= 2 && _growthMiB < GrowthLimitMiB,
    };
}
