using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Database.Plans;

/// <summary>What a judgement goes by.</summary>
internal sealed record PlanEvidence
{
    // A longer text is no command to paste.
    private const int LongestPasted = 300;

    public required QueryPlan Plan { get; init; }

    public required PlannableText Text { get; init; }

    public PlanSource? Source { get; init; }

    public required IReadOnlyList<PlanStep> Steps { get; init; }

    public required IReadOnlyDictionary<(string Schema, string Table), TableFacts> Tables { get; init; }

    /// <summary>The command that proposes an index for this plan.</summary>
    public string FindIndex => $"{Again} | Find-XmrtMissingIndex";

    /// <summary>The command that gives this plan again.</summary>
    public string Again
    {
        get
        {
            string role = Plan.Role is { } given ? $" -Role {Quote(given)}" : "";
            if (Source?.QueryId is { } id)
            {
                return $"Get-XmrtSlowQuery -All -Connection {Quote(Plan.Connection)} | "
                    + $"Where-Object QueryId -eq {id} | Get-XmrtQueryPlan{role}";
            }

            return Plan.Query is { Length: <= LongestPasted } query
                ? $"Get-XmrtQueryPlan {Quote(Display.OneLine(query), always: true)} -Connection {Quote(Plan.Connection)}{role}"
                : $"Get-XmrtQueryPlan $query -Connection {Quote(Plan.Connection)}{role}";
        }
    }

    /// <summary>The step's filter depends on the rows, so that an index could serve it: that of a policy may only ask
    /// who is asking.</summary>
    public bool FiltersByColumn(PlanNode node) =>
        node is not { Filter: { } filter, Schema: { } schema, Table: { } table }
        || !Tables.TryGetValue((schema, table), out TableFacts? facts)
        || FilterExpression.HasColumn(filter, node.Alias, facts.ColumnTypes);

    public Finding Finding(string code, Severity severity, string reason, string? remedy) => new()
    {
        Code = code,
        Severity = severity,
        Confidence = Plan.IsAnalyzed ? Confidence.High : Confidence.Medium,
        Reason = reason,
        Remedy = remedy,
        MeasuredAt = Plan.MeasuredAt,
    };

    private static string Quote(string text, bool always = false) =>
        !always && text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
