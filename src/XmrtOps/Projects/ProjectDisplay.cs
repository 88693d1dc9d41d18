using System.ComponentModel;
using System.Globalization;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Projects;

/// <summary>The human form of an overview, for its view only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProjectDisplay
{
    // Where the list's values begin, and one for the edge of the window.
    private const int ValueColumn = 15;

    private const string Unknown = "(not measured)";

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>Name, status, region and version of the Supabase project.</summary>
    /// <param name="overview">An overview.</param>
    public static string Supabase(ProjectOverview? overview)
    {
        SupabaseProjectState? state = overview?.Supabase;
        return state is null ? "" : state.Status is null ? $"{state.ProjectRef} {Unknown}".Trim() : string.Join('\n', [
            $"{state.Name} ({state.ProjectRef}): {state.Status}",
            Joined(", ", state.Region, state.PostgresVersion is { } version ? $"PostgreSQL {version}" : null, state.Plan is { } plan ? $"plan {plan}" : null),
        ]);
    }

    /// <summary>The services: how many are well, and which are not.</summary>
    /// <param name="overview">An overview.</param>
    public static string Services(ProjectOverview? overview)
    {
        if (overview?.Supabase.Services is not { } services)
        {
            return overview is null ? "" : Unknown;
        }

        string[] ill = [.. services.Where(service => service.IsHealthy != true).Select(service => $"{service.Name} {service.Status ?? "unknown"}")];
        return string.Create(Culture, $"{services.Count - ill.Length:N0} of {services.Count:N0} healthy")
            + (ill.Length == 0 ? "" : "\n" + string.Join('\n', ill));
    }

    /// <summary>Compute size, its processors and memory.</summary>
    /// <param name="overview">An overview.</param>
    public static string Compute(ProjectOverview? overview) => overview?.Supabase is not { } state
        ? ""
        : state.ComputeSize is null
            ? Unknown
            : Joined(
                ", ",
                state.ComputeSize,
                state.CpuCores is { } cores ? string.Create(Culture, $"{cores:N0} cores") : null,
                state.MemoryBytes is { } bytes ? Display.Bytes(bytes) : null);

    /// <summary>How busy the machine is.</summary>
    /// <param name="overview">An overview.</param>
    public static string Load(ProjectOverview? overview)
    {
        if (overview?.Supabase.Load is not { } load)
        {
            return overview is null ? "" : Unknown;
        }

        string period = load.IsSinceStart ? " on average since it was started" : "";
        return string.Join('\n', [
            $"CPU {Display.Percent(load.CpuPercent)}, memory {Display.Percent(load.MemoryUsedPercent)}, disk busy {Display.Percent(load.DiskBusyPercent)}{period}",
            $"reads {PerSecond(load.DiskReadBytesPerSecond)}, writes {PerSecond(load.DiskWrittenBytesPerSecond)}",
        ]);
    }

    /// <summary>The poolers.</summary>
    /// <param name="overview">An overview.</param>
    public static string Poolers(ProjectOverview? overview) => overview?.Supabase.Poolers is not { } poolers
        ? overview is null ? "" : Unknown
        : poolers.Count == 0
            ? "none"
            : string.Join('\n', poolers.Select(pooler => Joined(
                ", ",
                $"{pooler.Name}: {pooler.Mode ?? "mode unknown"}",
                pooler.PoolSize is { } size ? string.Create(Culture, $"pool {size:N0}") : "pool by compute size",
                pooler.MaxClients is { } clients ? string.Create(Culture, $"clients {clients:N0}") : null)));

    /// <summary>What is limited, the fullest first.</summary>
    /// <param name="overview">An overview.</param>
    public static string Limits(ProjectOverview? overview) => overview is null ? ""
        : overview.Limits.Count == 0 ? Unknown
        : string.Join('\n', overview.Limits.Select(limit =>
            $"{limit.Name} {Display.Percent(limit.UsedPercent)}: {Amounts(limit)}"));

    /// <summary>The Vercel project.</summary>
    /// <param name="overview">An overview.</param>
    public static string Vercel(ProjectOverview? overview)
    {
        VercelProjectState? state = overview?.Vercel;
        return state is null ? "" : state.Id is null ? $"{state.Name} {Unknown}".Trim() : Joined(
            ", ",
            state.Name,
            state.Framework,
            state.NodeVersion is { } node ? $"Node.js {node}" : null,
            state.IsPaused == true ? "PAUSED" : null,
            state.IsPinned == true ? "pinned" : null);
    }

    /// <summary>The deployment in production, and how old it is.</summary>
    /// <param name="overview">An overview.</param>
    public static string Production(ProjectOverview? overview) => overview?.Vercel is not { } state
        ? ""
        : state.Id is null
            ? Unknown
            : state.ProductionDeploymentId is null
                ? "none"
                : string.Join('\n', [
                    state.ProductionDeploymentId,
                    Joined(
                        ", ",
                        state.ProductionState,
                        state.ProductionCreatedAt is { } at ? Display.Ago(at) : null,
                        state.ProductionCommitSha is { Length: >= 7 } sha ? sha[..7] : null),
                ]);

    /// <summary>The domains.</summary>
    /// <param name="overview">An overview.</param>
    public static string Domains(ProjectOverview? overview) => overview?.Vercel.Domains is not { } domains
        ? overview is null ? "" : Unknown
        : domains.Count == 0
            ? "none"
            : string.Join('\n', domains.Select(domain => domain.Name
                + (domain.IsVerified == false ? " (not verified)" : "")
                + (domain.RedirectsTo is { } elsewhere ? $" to {elsewhere}" : "")));

    /// <summary>What is wrong, each with what to do.</summary>
    /// <param name="overview">An overview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string Findings(ProjectOverview? overview, int consoleWidth) => overview is null
        ? ""
        : Lines(
            overview.Findings.SelectMany(finding => new[] { $"{finding.Severity} {finding.Code}: {finding.Reason}", finding.Remedy })
                .OfType<string>(),
            consoleWidth);

    /// <summary>What could not be measured: parts with one reason together.</summary>
    /// <param name="overview">An overview.</param>
    /// <param name="consoleWidth">Columns of the console; 0 where there is none.</param>
    public static string NotMeasured(ProjectOverview? overview, int consoleWidth) => overview is null
        ? ""
        : Lines(
            overview.NotMeasured
                .GroupBy(part => part.ErrorId, StringComparer.Ordinal)
                .Select(same => $"{string.Join(", ", same.Select(part => part.Part))}: {same.First().Reason}"),
            consoleWidth);

    /// <summary>Used and limit in their unit, such as "3.2 GB of 8 GB".</summary>
    internal static string Amounts(ProjectLimit limit) => limit.Unit == "bytes"
        ? $"{Display.Bytes((long)limit.Used)} of {Display.Bytes((long)limit.Limit)}"
        : string.Create(Culture, $"{limit.Used:N0} of {limit.Limit:N0}");

    private static string PerSecond(double? bytes) => bytes is { } number ? $"{Display.Bytes((long)number)}/s" : "?";

    private static string Joined(string separator, params IEnumerable<string?> parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Lines(IEnumerable<string> texts, int consoleWidth)
    {
        int width = Math.Max(consoleWidth > 0 ? consoleWidth : 80, 80) - ValueColumn;
        string text = string.Join('\n', texts.Select(one => HealthDisplay.Wrap(one, width - 2).Replace("\n", "\n  ", StringComparison.Ordinal)));
        return text.Length == 0 ? "none" : text;
    }
}
