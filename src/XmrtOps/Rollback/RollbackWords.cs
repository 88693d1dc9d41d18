using XmrtOps.Module;

namespace XmrtOps.Rollback;

/// <summary>Plans and results in one line, for questions and the journal.</summary>
internal static class RollbackWords
{
    /// <summary>What is going to be done.</summary>
    public static string Describe(RollbackPlan plan)
    {
        string what = plan.Target switch
        {
            RollbackTarget.Frontend => "the production domains",
            RollbackTarget.Function => $"the edge function{(plan.Steps.Count == 1 ? "" : "s")}",
            _ => "the database",
        };
        string steps = string.Join("; ", plan.Steps.Where(step => !step.IsSettled).Select(step => $"{step.Subject}: {step.Action}"));
        string losses = plan.Losses.Count == 0 ? "" : $" Lost by it: {string.Join("; ", plan.Losses)}.";
        return $"{(plan.IsUndo ? "take the rollback back" : "roll back")}: {what} from {Short(plan.From)} to {Short(plan.To ?? "nothing")}"
            + $"{(steps.Length == 0 ? "" : $" ({Display.OneLine(steps, 600)})")}.{losses}";
    }

    /// <summary>What came of it.</summary>
    public static string Outcome(RollbackResult result)
    {
        string proof = result.Outcome != RollbackOutcome.Done ? ""
            : result.IsVerified switch { true => ", verified", false => ", but not well", null => ", not verified" };
        return result.Reason.Length == 0 ? $"{result.Outcome}{proof}" : $"{result.Outcome}{proof}: {result.Reason}";
    }

    private static string Short(string text) => Display.OneLine(text, 200);
}
