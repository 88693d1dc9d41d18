using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>What is wrong with a plan.</summary>
internal static class PlanJudgement
{
    public static IReadOnlyList<Finding> Of(
        QueryPlan plan,
        PlannableText text,
        SlowQuery? source,
        IReadOnlyDictionary<(string Schema, string Table), TableFacts> tables) => [];
}
