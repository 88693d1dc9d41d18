namespace XmrtOps.Database.Plans;

/// <summary>The statements that make the server show its plan of a text.</summary>
internal sealed record ExplainStatement
{
    private const string Options = "FORMAT JSON, VERBOSE, SETTINGS, SUMMARY";

    /// <summary>What is sent, in its order.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>The name that the text is prepared under, which outlives a rollback; null: it is not.</summary>
    public string? Prepared { get; init; }

    /// <summary>Planned for any value of its parameters.</summary>
    public bool IsGeneric { get; init; }

    /// <param name="text">One statement.</param>
    /// <param name="parameters">Values of its parameters, as many; null: none were given.</param>
    /// <param name="isAnalyzed">It is to be run.</param>
    /// <param name="name">A name for a prepared statement that no other has.</param>
    public static ExplainStatement Of(
        PlannableText text, IReadOnlyList<object?>? parameters, bool isAnalyzed, string name)
    {
        string options = isAnalyzed ? $"ANALYZE, BUFFERS, {Options}" : Options;
        if (text.ParameterCount == 0)
        {
            return new ExplainStatement { Statements = [$"EXPLAIN ({options}) {text.Sql}"] };
        }

        // EXPLAIN (GENERIC_PLAN), from 16 on, cannot be had: sent by the extended protocol, which is what holds a text to one
        // statement, it wants values for the parameters, and values are what makes a plan not generic.
        // A plan for NULLs alone would be none, as nothing equals NULL: it is forced to be the one for any value.
        string values = parameters is null
            ? string.Join(", ", Enumerable.Repeat("NULL", text.ParameterCount))
            : string.Join(", ", parameters.Select(SqlLiteral.Of));
        return new ExplainStatement
        {
            Statements =
            [
                $"SET LOCAL plan_cache_mode = {(parameters is null ? "force_generic_plan" : "force_custom_plan")}",
                $"PREPARE {name} AS {text.Sql}",
                $"EXPLAIN ({options}) EXECUTE {name} ({values})",
            ],
            Prepared = name,
            IsGeneric = parameters is null,
        };
    }
}
