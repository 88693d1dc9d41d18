using XmrtOps.Projects;

namespace XmrtOps.Tests.Projects;

/// <summary>Load from counters in Prometheus's text form.</summary>
public sealed class MachineLoadTests
{
    private const string First = """
        # HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
        node_cpu_seconds_total{cpu="0",mode="idle"} 900
        node_cpu_seconds_total{cpu="0",mode="user"} 90
        node_cpu_seconds_total{cpu="0",mode="iowait"} 10
        node_cpu_seconds_total{cpu="1",mode="idle"} 1000 1767225600000
        node_disk_io_time_seconds_total{device="a"} 100
        node_disk_io_time_seconds_total{device="b"} 10
        node_disk_read_bytes_total{device="a"} 1e6
        node_memory_MemTotal_bytes 1000
        node_memory_MemAvailable_bytes 250
        pg_up 1

        """;

    [Fact]
    public void Rates_are_of_the_time_between_two_samples()
    {
        string second = First
            .Replace("\"user\"} 90", "\"user\"} 91", StringComparison.Ordinal)
            .Replace("} 1000 1767225600000", "} 1003", StringComparison.Ordinal)
            .Replace("\"b\"} 10", "\"b\"} 11", StringComparison.Ordinal)
            .Replace("1e6", "1.5e6", StringComparison.Ordinal);

        ProjectLoad load = MachineLoad.Between(MetricsText.Parse(First), MetricsText.Parse(second), 2);

        Assert.Equal((25.0, 0.0, 50.0, 250_000.0), (load.CpuPercent, load.CpuWaitPercent, load.DiskBusyPercent, load.DiskReadBytesPerSecond));
        Assert.Equal((75.0, true, (double?)null), (load.MemoryUsedPercent, load.IsDatabaseUp, load.DiskWrittenBytesPerSecond));
        Assert.False(load.IsSinceStart);
    }

    [Fact]
    public void The_same_sample_twice_gives_averages_since_the_start_and_never_zero()
    {
        ProjectLoad load = MachineLoad.Between(MetricsText.Parse(First), MetricsText.Parse(First), 1);

        Assert.True(load.IsSinceStart);
        Assert.Equal((4.5, 0.5, 10.0, 1000.0), (load.CpuPercent, load.CpuWaitPercent, load.DiskBusyPercent, load.PeriodSeconds));
        Assert.Equal(1000, load.DiskReadBytesPerSecond);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>\n<body>down</body>")]
    [InlineData("x{a=\"b\"} NaN\ny{ 1\nz\n{} 1\nw +Inf")]
    public void What_is_no_sample_is_passed_over(string text)
    {
        MetricsText metrics = MetricsText.Parse(text);

        Assert.False(metrics.HasAny);
        Assert.Null(metrics.Sum("x"));
        ProjectLoad load = MachineLoad.Between(metrics, metrics, 1);
        Assert.Null(load.CpuPercent);
        Assert.Null(load.MemoryUsedPercent);
    }
}
