using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>How much of a step's cost its parent really spends: the planner writes each step's cost down as of one whole
/// run.</summary>
internal static class PlanCosts
{
    /// <summary>For each part of a step, how often (or to which part) its cost is spent.</summary>
    /// <param name="type">Kind of the step.</param>
    /// <param name="total">Cost of the step.</param>
    /// <param name="parts">What feeds it.</param>
    public static IEnumerable<double> Scales(string type, double total, JsonElement[] parts) => type switch
    {
        "Limit" => parts.Select(part => IsFeeding(part) && Cost(part) > total ? total / Cost(part) : 1),
        "Nested Loop" => parts.Select(part => part.Text("Parent Relationship") == "Inner" ? Repeats(total, part, parts) : 1),
        _ => parts.Select(_ => 1d),
    };

    /// <summary>The inner side runs for each row of the outer one; what keeps its rows does not.</summary>
    private static double Repeats(double total, JsonElement inner, JsonElement[] parts)
    {
        JsonElement outer = parts.FirstOrDefault(part => part.Text("Parent Relationship") == "Outer");
        if (outer.ValueKind != JsonValueKind.Object || Cost(inner) <= 0 || inner.Text("Node Type") is "Materialize" or "Memoize")
        {
            return 1;
        }

        return Math.Clamp((total - Cost(outer)) / Cost(inner), 1, Math.Max(1, outer.Number("Plan Rows") ?? 1));
    }

    private static bool IsFeeding(JsonElement part) => part.Text("Parent Relationship") == "Outer";

    private static double Cost(JsonElement part) => part.Number("Total Cost") ?? 0;
}
