using System.Globalization;

namespace XmrtOps.Database.Plans;

/// <summary>The statements that make the server show its plan of a text.</summary>
internal sealed record ExplainStatement
{
    private const int FirstWithGenericPlan = 160000;

    private const string Options = "FORMAT JSON, VERBOSE, SETTINGS, SUMMARY";

    /// <summary>What is sent, in its order.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The name that the text is prepared under, which outlives a rollback; null: it is not.</summary>
    public string? Prepared { get; init; }

    /// <summary>Planned for any value of its parameters.</summary>
    public bool IsGeneric { get; init; }

    /// <param name="text">One statement.</param>
    /// <param name="parameters">Values of its parameters, as many; null: none were given.</param>
    /// <param name="serverVersion">As a number; null where it is not known.</param>
    /// <param name="isAnalyzed">It is to be run.</param>
    /// <param name="name">A name for a prepared statement that no other has.</param>
    public static ExplainStatement Of(
        PlannableText text, IReadOnlyList<object?>? parameters, int? serverVersion, bool isAnalyzed, string name)
    {
        string options = isAnalyzed ? $"ANALYZE, BUFFERS, {Options}" : Options;
        if (text.ParameterCount == 0)
        {
            return new ExplainStatement { Statements = [$"EXPLAIN ({options}) {text.Sql}"] };
        }

        if (parameters is null && serverVersion >= FirstWithGenericPlan)
        {
            return new ExplainStatement { Statements = [$"EXPLAIN (GENERIC_PLAN, {options}) {text.Sql}"], IsGeneric = true };
        }

        // A plan for NULLs would be none: nothing equals NULL. So the plan is forced to be the one for any value.
        string values = parameters is null
            ? string.Join(", ", Enumerable.Repeat("NULL", text.ParameterCount))
            : string.Join(", ", parameters.Select(SqlLiteral.Of));
        return new ExplainStatement
        {
            Statements =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"SET LOCAL plan_cache_mode = {(parameters is null ? "force_generic_plan" : "force_custom_plan")}"),
                $"PREPARE {name} AS {text.Sql}",
                $"EXPLAIN ({options}) EXECUTE {name} ({values})",
            ],
            Prepared = name,
            IsGeneric = parameters is null,
        };
    }
}
