using XmrtOps.Findings;

namespace XmrtOps.Projects;

/// <summary>
/// The project at its two platforms at a glance (runbook, chapters 1 and 6: "check project status"). What could not be
/// measured is null, and <see cref="NotMeasured"/> says why; a project that is up and one that was not asked are not the same.
/// </summary>
public sealed record ProjectOverview
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The Supabase project. Never null: all that is in it may be.</summary>
    public required SupabaseProjectState Supabase { get; init; }

    /// <summary>The Vercel project. Never null: all that is in it may be.</summary>
    public required VercelProjectState Vercel { get; init; }

    /// <summary>What is near its limit and what is not, the fullest first.</summary>
    public IReadOnlyList<ProjectLimit> Limits { get; init; } = [];

    /// <summary>What is wrong, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>What could not be found out, and why.</summary>
    public IReadOnlyList<UnmeasuredPart> NotMeasured { get; init; } = [];

    /// <summary>When the last answer was in.</summary>
    public DateTimeOffset MeasuredAt { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public double DurationMs { get; init; }
}
