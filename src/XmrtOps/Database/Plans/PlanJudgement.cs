using XmrtOps.Findings;

namespace XmrtOps.Database.Plans;

/// <summary>What is wrong with a plan: a pure question of the plan, the text and what is known of the tables.</summary>
internal static class PlanJudgement
{
    public static IReadOnlyList<Finding> Of(
        QueryPlan plan,
        PlannableText text,
        PlanSource? source,
        IReadOnlyDictionary<(string Schema, string Table), TableFacts> tables)
    {
        if (plan.Root is null)
        {
            return [];
        }

        PlanEvidence evidence = new()
        {
            Plan = plan,
            Text = text,
            Source = source,
            Steps = PlanStep.Of(plan.Root),
            Tables = tables,
        };
        return
        [
            .. ScanJudgement.Of(evidence)
                .Concat(FunctionJudgement.Of(evidence))
                .Concat(PolicyJudgement.Of(evidence))
                .Concat(LoopJudgement.Of(evidence))
                .Concat(EstimateJudgement.Of(evidence))
                .Concat(SpillJudgement.Of(evidence))
                .Concat(ResultJudgement.Of(evidence))
                .OrderByDescending(finding => finding.Severity),
        ];
    }
}
