namespace XmrtOps.Projects;

/// <summary>What a Supabase project has only so much of.</summary>
internal static class ProjectLimits
{
    /// <returns>The fullest first; what is not known is left out.</returns>
    public static IReadOnlyList<ProjectLimit> Of(SupabaseProjectState state)
    {
        string? compute = state.ComputeSize is { } size ? $"compute {size}" : null;
        List<ProjectLimit> limits = [];
        Add("Disk", state.DiskUsedBytes, state.DiskSizeBytes, "bytes", "disk");
        Add("Memory", state.Load?.MemoryBytes - state.Load?.MemoryAvailableBytes, state.Load?.MemoryBytes, "bytes", compute);
        Add("Connections", state.Load?.Connections, state.Load?.MaxConnections, "connections", compute);
        Add(
            "Functions",
            state.FunctionCount,
            ProjectThresholds.FunctionsOf(state.Plan),
            "functions",
            state.Plan is { } plan ? $"plan {plan}" : null);
        return [.. limits.OrderByDescending(limit => limit.UsedPercent)];

        void Add(string name, double? used, double? limit, string unit, string? setBy)
        {
            if (used is { } some && limit is { } all and > 0)
            {
                limits.Add(new ProjectLimit { Name = name, Used = some, Limit = all, Unit = unit, SetBy = setBy });
            }
        }
    }
}
