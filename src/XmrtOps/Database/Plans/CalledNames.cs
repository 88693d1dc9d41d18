using System.Text.Json;

namespace XmrtOps.Database.Plans;

/// <summary>What SQL and plans call: a name before a parenthesis may be a function; to take too many is safe.</summary>
internal sealed class CalledNames
{
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _operators = new(StringComparer.Ordinal);

    public string[] Called => [.. _called];

    public string[] Names => [.. _names];

    public string[] Operators => [.. _operators];

    public void AddSql(string sql) => Add([.. SqlLexer.Tokens(sql).Where(token => token.IsSignificant)]);

    public void Add(IReadOnlyList<SqlToken> tokens)
    {
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == SqlTokenKind.Operator)
            {
                _operators.Add(tokens[i].Text);
            }
            else if (tokens[i].Name is { } name)
            {
                _names.Add(name);
                if (i + 1 < tokens.Count && tokens[i + 1].Is('('))
                {
                    _called.Add(name);
                }
            }
        }
    }

    /// <summary>Every expression that a plan shows.</summary>
    public void AddPlan(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PlanDocument.DeepestJson });
        Stack<JsonElement> open = new([document.RootElement]);
        while (open.TryPop(out JsonElement element))
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty property in element.EnumerateObject())
                    {
                        open.Push(property.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (JsonElement item in element.EnumerateArray())
                    {
                        open.Push(item);
                    }

                    break;
                case JsonValueKind.String:
                    AddSql(element.GetString()!);
                    break;
            }
        }
    }
}
