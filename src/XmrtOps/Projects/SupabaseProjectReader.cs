using System.Diagnostics;
using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Projects;

/// <summary>Reads what Supabase knows about a project, its parts side by side.</summary>
internal sealed class SupabaseProjectReader(XmrtConnection connection, ProjectParts parts, INotices notices)
{
    private const int LongestError = 300;

    public async Task<SupabaseProjectState> ReadAsync()
    {
        Task<ProjectLoad?> load = parts.AskAsync("Supabase.Load", SampleAsync);
        SupabaseProjectState state = Client() is { } client
            ? await ReadAsync(client)
            : new SupabaseProjectState { ProjectRef = connection.ProjectRef };
        return state with { Load = await load };
    }

    /// <summary>Status and services only, for a look at a glance.</summary>
    public async Task<SupabaseProjectState> ReadStatusAsync()
    {
        if (Client() is not { } client)
        {
            return new SupabaseProjectState { ProjectRef = connection.ProjectRef };
        }

        Task<SupabaseProject?> asked = parts.AskAsync("Supabase.Status", c => client.GetProjectAsync(notices, c));
        Task<IReadOnlyList<SupabaseServiceHealth>?> services =
            parts.AskAsync("Supabase.Services", c => client.GetHealthAsync([], notices, c));
        return Base(await asked, await services);
    }

    private async Task<SupabaseProjectState> ReadAsync(SupabaseClient client)
    {
        Task<SupabaseProject?> asked = parts.AskAsync("Supabase.Status", c => client.GetProjectAsync(notices, c));
        Task<IReadOnlyList<SupabaseServiceHealth>?> services =
            parts.AskAsync("Supabase.Services", c => client.GetHealthAsync([], notices, c));
        Task<SupabaseAddons?> addons = parts.AskAsync("Supabase.ComputeSize", c => client.GetAddonsAsync(notices, c));
        Task<SupabaseDiskUse?> disk = parts.AskAsync("Supabase.Disk", c => client.GetDiskUseAsync(notices, c));
        Task<IReadOnlyList<ProjectPooler>?> poolers = parts.AskAsync("Supabase.Poolers", c => PoolersAsync(client, c));
        Task<SupabasePgBouncer?> pgBouncer =
            parts.AskAsync("Supabase.PgBouncer", c => client.GetPgBouncerAsync(notices, c));
        Task<SupabaseReadOnlyState?> readOnly =
            parts.AskAsync("Supabase.IsReadOnly", c => client.GetReadOnlyStateAsync(notices, c));
        Task<IReadOnlyList<SupabaseFunction>?> functions =
            parts.AskAsync("Supabase.FunctionCount", c => client.GetFunctionsAsync(notices, c));
        SupabaseProject? project = await asked;
        SupabaseOrganization? organization = project?.OrganizationSlug is { } slug
            ? await parts.AskAsync("Supabase.Plan", c => client.GetOrganizationAsync(slug, notices, c))
            : null;
        SupabaseAddons.AddonVariant? compute =
            (await addons)?.SelectedAddons?.FirstOrDefault(addon => addon.Type == "compute_instance")?.Variant;
        SupabaseDiskUse.DiskMetrics? space = (await disk)?.Metrics;
        SupabaseReadOnlyState? mode = await readOnly;
        return Base(project, await services) with
        {
            Plan = organization?.Plan,
            ComputeSize = compute?.Name,
            CpuCores = int.TryParse(compute?.Meta?.CpuCores, CultureInfo.InvariantCulture, out int cores) ? cores : null,
            MemoryBytes = compute?.Meta?.MemoryGb is { } gigabytes ? (long)(gigabytes * (1L << 30)) : null,
            DiskSizeBytes = space?.FsSizeBytes,
            DiskUsedBytes = space?.FsUsedBytes,
            Poolers = Poolers(await poolers, await pgBouncer),
            IsReadOnly = mode?.Enabled is { } enabled ? enabled && mode.OverrideEnabled != true : null,
            ReadOnlySuspendedUntil = mode?.OverrideEnabled == true ? mode.OverrideActiveUntil : null,
            FunctionCount = (await functions)?.Count,
        };
    }

    private SupabaseProjectState Base(SupabaseProject? project, IReadOnlyList<SupabaseServiceHealth>? services) => new()
    {
        ProjectRef = project?.Ref ?? project?.Id ?? connection.ProjectRef,
        Name = project?.Name,
        Status = project?.Status,
        IsPaused = project?.Status is { } status ? status is "INACTIVE" or "PAUSING" : null,
        Region = project?.Region,
        CreatedAt = project?.CreatedAt,
        PostgresVersion = project?.Database?.Version,
        Services = services?.Select(Service).ToArray(),
    };

    private SupabaseClient? Client()
    {
        try
        {
            return connection.Supabase;
        }
        catch (XmrtException fault)
        {
            parts.Miss("Supabase", fault);
            return null;
        }
    }

    private async Task<IReadOnlyList<ProjectPooler>> PoolersAsync(SupabaseClient client, CancellationToken cancellation)
    {
        IReadOnlyList<SupabasePooler> found = await client.GetPoolersAsync(notices, cancellation);
        return
        [
            .. found.Select(pooler => new ProjectPooler
            {
                Name = "supavisor",
                DatabaseType = pooler.DatabaseType,
                Mode = pooler.PoolMode,
                Port = pooler.DbPort,
                PoolSize = pooler.DefaultPoolSize,
                MaxClients = pooler.MaxClientConn,
            }),
        ];
    }

    private static IReadOnlyList<ProjectPooler>? Poolers(IReadOnlyList<ProjectPooler>? shared, SupabasePgBouncer? dedicated) =>
        shared is null && dedicated is null ? null
        : dedicated is null ? shared
        :
        [
            .. shared ?? [],
            new ProjectPooler
            {
                Name = "pgbouncer",
                Mode = dedicated.PoolMode,
                PoolSize = dedicated.DefaultPoolSize,
                MaxClients = dedicated.MaxClientConn,
            },
        ];

    private async Task<ProjectLoad> SampleAsync(CancellationToken cancellation)
    {
        MetricsText before = MetricsText.Parse(await connection.SupabaseProject.GetMetricsAsync(notices, cancellation));
        long taken = Stopwatch.GetTimestamp();
        if (!before.HasAny)
        {
            throw Errors.NoMetrics(connection.Name);
        }

        await Task.Delay(ProjectThresholds.BetweenSamples, cancellation);
        MetricsText after = MetricsText.Parse(await connection.SupabaseProject.GetMetricsAsync(notices, cancellation));
        return after.HasAny
            ? MachineLoad.Between(before, after, Stopwatch.GetElapsedTime(taken).TotalSeconds)
            : throw Errors.NoMetrics(connection.Name);
    }

    private static ProjectService Service(SupabaseServiceHealth health) => new()
    {
        Name = health.Name ?? "(unnamed)",
        IsHealthy = health.Healthy,
        Status = health.Status,
        Error = health.Error is { Length: > 0 } error
            ? State.SecretText.MaskIn(Display.LogText(error, LongestError))
            : null,
    };
}
