namespace XmrtOps.Projects;

/// <summary>Computes a machine's load from two samples of its counters.</summary>
internal static class MachineLoad
{
    private const string Cpu = "node_cpu_seconds_total";
    private const string DiskTime = "node_disk_io_time_seconds_total";

    /// <param name="before">The first sample.</param>
    /// <param name="after">The second one.</param>
    /// <param name="seconds">Time between them.</param>
    public static ProjectLoad Between(MetricsText before, MetricsText after, double seconds)
    {
        // A gateway may answer twice with what was collected once, and a restart takes the counters back.
        bool hasMoved = after.Sum(Cpu) > before.Sum(Cpu);
        MetricsText from = hasMoved ? before : MetricsText.Parse("");
        double? all = Delta(from, after, Cpu);
        double? idle = Delta(from, after, Cpu, "mode=\"idle\"");
        double? wait = Delta(from, after, Cpu, "mode=\"iowait\"");
        double? period = hasMoved ? seconds : SinceStart(after);
        return new ProjectLoad
        {
            PeriodSeconds = period,
            IsSinceStart = !hasMoved,
            CpuPercent = all > 0 ? Percent(all - (idle ?? 0) - (wait ?? 0), all) : null,
            CpuWaitPercent = all > 0 ? Percent(wait, all) : null,
            LoadAverage = after.Sum("node_load1"),
            MemoryBytes = (long?)after.Sum("node_memory_MemTotal_bytes"),
            MemoryAvailableBytes = (long?)after.Sum("node_memory_MemAvailable_bytes"),
            DiskBusyPercent = Busiest(from, after, period),
            DiskReadBytesPerSecond = Rate(from, after, "node_disk_read_bytes_total", period),
            DiskWrittenBytesPerSecond = Rate(from, after, "node_disk_written_bytes_total", period),
            Connections = (int?)after.Sum("pg_stat_database_num_backends"),
            MaxConnections = (int?)after.Max("pg_settings_max_connections"),
            IsDatabaseUp = after.Max("pg_up") is { } up ? up > 0 : null,
        };
    }

    private static double? Delta(MetricsText before, MetricsText after, string name, string? label = null) =>
        after.Sum(name, label) - (before.Sum(name, label) ?? 0);

    private static double? Rate(MetricsText before, MetricsText after, string name, double? period) =>
        period > 0 && Delta(before, after, name) is { } delta and >= 0 ? delta / period : null;

    private static double? Busiest(MetricsText before, MetricsText after, double? period)
    {
        IReadOnlyDictionary<string, double> from = before.ByLabels(DiskTime);
        double[] busy = [.. after.ByLabels(DiskTime).Select(disk => disk.Value - from.GetValueOrDefault(disk.Key))];
        return busy.Length == 0 || period is not > 0 ? null : Percent(busy.Max(), period);
    }

    // Each processor counts its own seconds.
    private static double? SinceStart(MetricsText sample)
    {
        int processors = sample.ByLabels(Cpu).Keys
            .Select(labels => labels.Split(',').FirstOrDefault(label => label.StartsWith("cpu=", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .Count();
        return processors == 0 ? null : sample.Sum(Cpu) / processors;
    }

    private static double? Percent(double? part, double? whole) =>
        part is null || whole is null ? null : Math.Clamp(100 * part.Value / whole.Value, 0, 100);
}
