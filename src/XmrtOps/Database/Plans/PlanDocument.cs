using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>The JSON that EXPLAIN gave.</summary>
internal sealed class PlanDocument : IDisposable
{
    // Each step of a plan is an array and an object deep.
    public const int DeepestJson = 20_000;

    private const string PlanKey = "Plan";

    private readonly JsonDocument _document;

    private PlanDocument(JsonDocument document, JsonElement statement, int statements)
    {
        _document = document;
        Statement = statement;
        Statements = statements;
    }

    /// <summary>What is told of the (first) statement: its plan, triggers, times.</summary>
    public JsonElement Statement { get; }

    public JsonElement Plan => Statement.GetProperty(PlanKey);

    /// <summary>Statements that the text became: rules can make several of one, or none.</summary>
    public int Statements { get; }

    /// <summary>Null where there is no plan in it: a rule made nothing of the statement.</summary>
    public static PlanDocument? Parse(string json)
    {
        JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestJson });
        if (document.RootElement.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement statement in document.RootElement.EnumerateArray())
            {
                if (statement.ValueKind == JsonValueKind.Object && statement.TryGetProperty(PlanKey, out _))
                {
                    return new PlanDocument(document, statement, document.RootElement.GetArrayLength());
                }
            }
        }

        document.Dispose();
        return null;
    }

    /// <summary>Each table of the plan once.</summary>
    public HashSet<(string Schema, string Table)> Tables()
    {
        HashSet<(string, string)> tables = [];
        Stack<JsonElement> open = new([Plan]);
        while (open.TryPop(out JsonElement node))
        {
            if (node.Text("Relation Name") is { } table && node.Text("Schema") is { } schema)
            {
                tables.Add((schema, table));
            }

            foreach (JsonElement child in node.Items("Plans"))
            {
                open.Push(child);
            }
        }

        return tables;
    }

    public IReadOnlyList<PlanTrigger> Triggers() =>
    [
        .. Statement.Items("Triggers").Select(trigger => new PlanTrigger
        {
            Name = trigger.Text("Trigger Name") ?? trigger.Text("Constraint Name") ?? "",
            Constraint = trigger.Text("Constraint Name"),
            Table = trigger.Text("Relation"),
            Calls = trigger.Number("Calls") ?? 0,
            TotalMs = trigger.Number("Time") ?? 0,
        }),
    ];

    /// <summary>From PostgreSQL 14 on, where identifiers are computed.</summary>
    public string? QueryId() =>
        Statement.TryGetProperty("Query Identifier", out JsonElement id) && id.ValueKind == JsonValueKind.Number
            ? id.GetRawText()
            : null;

    public double? JitMs() =>
        Statement.TryGetProperty("JIT", out JsonElement jit) && jit.TryGetProperty("Timing", out JsonElement timing)
            ? timing.Number("Total")
            : null;

    public void Dispose() => _document.Dispose();
}
