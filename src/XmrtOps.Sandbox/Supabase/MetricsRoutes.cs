using System.Data.Common;
using System.Globalization;
using System.Text;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The metrics of the project's machine and database in the text form of Prometheus, for the role service_role by basic
/// authentication. Counters grow with time as the machine's load says.
/// </summary>
internal static class MetricsRoutes
{
    private const double Gigabyte = 1L << 30;

    private const string DatabaseNumbers = """
        SELECT (SELECT count(*) FROM pg_stat_activity)::int AS backends,
               current_setting('max_connections')::int AS max_connections,
               pg_database_size(current_database())::float8 AS size,
               d.xact_commit::float8 AS commits, d.xact_rollback::float8 AS rollbacks,
               d.blks_hit::float8 AS hits, d.blks_read::float8 AS reads, d.deadlocks::float8 AS deadlocks
        FROM pg_stat_database AS d WHERE d.datname = current_database()
        """;

    public static void Map(SupabasePlatform platform) =>
        platform.Address.Map("GET", "/customer/v1/privileged/metrics", (request, cancellation) =>
            AnswerAsync(platform, request, cancellation));

    private static async Task<StandInResponse> AnswerAsync(
        SupabasePlatform platform, StandInRequest request, CancellationToken cancellation)
    {
        if (!IsAllowed(platform, request))
        {
            return StandInResponse.Json(401, new { message = "Unauthorized" })
                .With("WWW-Authenticate", "Basic realm=\"metrics\"");
        }

        var text = new StringBuilder();
        AddMachine(text, platform);
        await AddDatabaseAsync(text, platform, cancellation).ConfigureAwait(false);
        return StandInResponse.Text(200, "text/plain; version=0.0.4; charset=utf-8", text.ToString());
    }

    private static bool IsAllowed(SupabasePlatform platform, StandInRequest request)
    {
        const string scheme = "Basic ";
        var header = request.Headers.GetValueOrDefault("Authorization", string.Empty);
        var buffer = new byte[header.Length];
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(header[scheme.Length..].Trim(), buffer, out var length))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(buffer, 0, length).Split(':', 2);
        return parts.Length == 2 && parts[0] == "service_role"
            && platform.ApiKeys.OfValue(parts[1]) is { Role: "service_role" } key
            && (!key.IsLegacy || (platform.ApiKeys.AreLegacyEnabled && platform.SigningKeys.IsLegacyTrusted));
    }

    private static void AddMachine(StringBuilder text, SupabasePlatform platform)
    {
        const string device = "device=\"nvme0n1\"";
        const string volume = "mountpoint=\"/data\"";
        var machine = platform.Machine;
        var (compute, counters) = (machine.Compute, machine.Read());
        var memory = compute.MemoryGb * Gigabyte;
        var free = machine.DiskBytes - machine.DiskUsedBytes;
        AddProcessors(text, platform, compute.Cores, counters);
        Add("node_load1", "gauge", "1m load average.", machine.CpuLoad * compute.Cores);
        Add("node_memory_MemTotal_bytes", "gauge", "Memory in all.", memory);
        Add("node_memory_MemAvailable_bytes", "gauge", "Memory that is available.", memory * (1 - machine.MemoryUse));
        Add("node_disk_read_bytes_total", "counter", "Bytes read.", counters.DiskBytes / 2, device);
        Add("node_disk_written_bytes_total", "counter", "Bytes written.", counters.DiskBytes / 2, device);
        Add("node_disk_io_time_seconds_total", "counter", "Seconds spent doing I/Os.", counters.DiskBusySeconds, device);
        Add("node_filesystem_size_bytes", "gauge", "Size of the volume.", machine.DiskBytes, volume);
        Add("node_filesystem_avail_bytes", "gauge", "Space that is available on the volume.", free, volume);

        void Add(string name, string type, string help, double value, string labels = "") =>
            Single(text, platform, name, type, help, value, labels);
    }

    private static void AddProcessors(StringBuilder text, SupabasePlatform platform, int cores, MachineCounters counters)
    {
        const string name = "node_cpu_seconds_total";
        (string Mode, double Seconds)[] modes =
        [
            ("user", counters.BusySeconds * 0.7),
            ("system", counters.BusySeconds * 0.3),
            ("iowait", counters.DiskBusySeconds * 0.2),
            ("idle", counters.IdleSeconds),
        ];
        Head(text, name, "counter", "Seconds the CPUs spent in each mode.");
        for (var cpu = 0; cpu < cores; cpu++)
        {
            foreach (var (mode, seconds) in modes)
            {
                Sample(text, platform, name, seconds, string.Create(
                    CultureInfo.InvariantCulture, $"cpu=\"{cpu}\",mode=\"{mode}\""));
            }
        }
    }

    private static async Task AddDatabaseAsync(StringBuilder text, SupabasePlatform platform, CancellationToken cancellation)
    {
        try
        {
            var rows = await platform.Database.RowsAsync(DatabaseNumbers, [], cancellation).ConfigureAwait(false);
            var row = rows[0]!.AsObject();
            Add("pg_stat_database_num_backends", "gauge", "backends");
            Add("pg_settings_max_connections", "gauge", "max_connections");
            Add("pg_database_size_bytes", "gauge", "size");
            Add("pg_stat_database_xact_commit_total", "counter", "commits");
            Add("pg_stat_database_xact_rollback_total", "counter", "rollbacks");
            Add("pg_stat_database_blks_hit_total", "counter", "hits");
            Add("pg_stat_database_blks_read_total", "counter", "reads");
            Add("pg_stat_database_deadlocks_total", "counter", "deadlocks");
            Single(text, platform, "pg_up", "gauge", "Whether the database answers.", 1);

            void Add(string name, string type, string column)
            {
                var value = double.Parse(row[column]!.ToJsonString(), CultureInfo.InvariantCulture);
                Single(text, platform, name, type, $"Database: {column}.", value);
            }
        }
        catch (Exception error) when (error is DbException or TimeoutException or RefusalException)
        {
            Single(text, platform, "pg_up", "gauge", "Whether the database answers.", 0);
        }
    }

    private static void Single(
        StringBuilder text, SupabasePlatform platform, string name, string type, string help, double value, string labels = "")
    {
        Head(text, name, type, help);
        Sample(text, platform, name, value, labels);
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Sample(StringBuilder text, SupabasePlatform platform, string name, double value, string labels)
    {
        var project = platform.Project.Ref;
        var all = $"supabase_project_ref=\"{project}\",supabase_identifier=\"{project}\",service_type=\"db\""
            + (labels.Length == 0 ? string.Empty : $",{labels}");
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{all}}} {value:R}\n");
    }
}
