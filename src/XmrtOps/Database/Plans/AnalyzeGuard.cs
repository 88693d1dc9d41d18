using System.Text.Json;
using XmrtOps.Data;

namespace XmrtOps.Database.Plans;

/// <summary>
/// Tells, before a statement is run to measure it, what that would do. In doubt it says no: a READ ONLY transaction stops
/// changes of rows, but neither a sequence nor a call to the outside.
/// </summary>
internal static class AnalyzeGuard
{
    // What a trigger's function does besides looking at its row.
    private static readonly string[] s_acts =
        ["NOTIFY", "EXECUTE", "COPY", "CALL", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "CREATE", "DROP", "ALTER"];

    public static async Task<AnalyzeRisk> JudgeAsync(
        DatabaseTransaction transaction, QueryPlan plan, CancellationToken cancellation)
    {
        PlannableText text = PlannableText.Of(plan.Query!);
        CalledNames names = new();
        names.Add(text.Tokens);
        names.AddPlan(plan.Json!);
        List<string> irrevocable = [];
        using (PlanDocument document = PlanDocument.Parse(plan.Json!)!)
        {
            if (document.Statements > 1)
            {
                irrevocable.Add("rules that make several statements of it");
            }
        }

        irrevocable.AddRange(plan.Nodes
            .Where(node => node.NodeType is "Foreign Scan" or "Custom Scan")
            .Select(node => node.Relation is { } table ? $"a read of foreign table {table}" : "a read elsewhere")
            .Distinct(StringComparer.Ordinal));
        (string Schema, string Table)[] changed = Changed(plan);
        if (changed.Length > 0)
        {
            irrevocable.AddRange(await TriggersAsync(transaction, changed, names, cancellation));
        }

        irrevocable.AddRange((await transaction.QueryAsync(
            Sql.Of("Database/Plans/Functions.sql"),
            [names.Called, names.Names, names.Operators],
            row => row.GetString(0),
            cancellation)).Select(function => $"function {function}"));
        return new AnalyzeRisk { Writes = Writes(plan, text), Irrevocable = irrevocable };
    }

    private static string? Writes(QueryPlan plan, PlannableText text)
    {
        string[] changes =
        [
            .. plan.Nodes
                .Where(node => node.NodeType == "ModifyTable")
                .Select(node => $"{node.Operation ?? "change"} on {node.Relation ?? "a table"}")
                .Distinct(StringComparer.Ordinal),
        ];
        return changes.Length > 0 ? string.Join(", ", changes)
            : plan.Nodes.Any(node => node.NodeType == "LockRows") ? "locks on rows (FOR UPDATE or FOR SHARE)"
            : IsSelectInto(text.Tokens) ? "a new table (SELECT INTO)"
            : null;
    }

    /// <summary>A READ ONLY transaction does not stop EXPLAIN ANALYZE from making the table.</summary>
    private static bool IsSelectInto(IReadOnlyList<SqlToken> tokens)
    {
        for (int i = 1; i < tokens.Count; i++)
        {
            if (tokens[i].Is("INTO") && !tokens[i - 1].Is("INSERT") && !tokens[i - 1].Is("MERGE"))
            {
                return true;
            }
        }

        return false;
    }

    private static (string Schema, string Table)[] Changed(QueryPlan plan) =>
    [
        .. plan.Nodes
            .Where(node => node.NodeType == "ModifyTable")
            .SelectMany(PlanTree.Flat)
            .Where(node => node.Table is not null && node.Schema is not null)
            .Select(node => (node.Schema!, node.Table!))
            .Distinct(),
    ];

    private static async Task<List<string>> TriggersAsync(
        DatabaseTransaction transaction,
        (string Schema, string Table)[] changed,
        CalledNames names,
        CancellationToken cancellation)
    {
        List<(string Name, string Table, string Language, string Source)> triggers = await transaction.QueryAsync(
            Sql.Of("Database/Plans/Triggers.sql"),
            [changed.Select(table => table.Schema).ToArray(), changed.Select(table => table.Table).ToArray()],
            row => (row.GetString(0), new RelationName(row.GetString(1), row.GetString(2)).ToString(), row.GetString(3), row.GetString(4)),
            cancellation);
        List<string> acting = [];
        foreach ((string name, string table, string language, string source) in triggers)
        {
            List<SqlToken> tokens = [.. SqlLexer.Tokens(source).Where(token => token.IsSignificant)];
            if (language != "plpgsql" || tokens.Exists(token => s_acts.Any(token.Is)))
            {
                acting.Add($"trigger {name} of {table}");
            }

            names.Add(tokens);
        }

        return acting;
    }
}
