using XmrtOps.Database.Plans;

namespace XmrtOps.Conversations;

/// <summary>What the body of a function in SQL or PL/pgSQL does, read off its text.</summary>
internal sealed record FunctionBody
{
    // Tables whose rows are work for others: what is not committed they never see.
    private static readonly HashSet<string> s_queues =
        new(["webhook_logs", "jobs", "scheduled_actions", "http_request_queue"], StringComparer.Ordinal);

    /// <summary>Names before a parenthesis.</summary>
    public required IReadOnlySet<string> Called { get; init; }

    /// <summary>Tables that it writes to.</summary>
    public required IReadOnlySet<string> Written { get; init; }

    /// <summary>What it does beyond tables.</summary>
    public required IReadOnlyList<(TriggerEffectKind Kind, string What)> Effects { get; init; }

    public static FunctionBody Read(string source)
    {
        List<SqlToken> tokens = [.. SqlLexer.Tokens(source).Where(token => token.IsSignificant)];
        HashSet<string> called = new(StringComparer.Ordinal);
        HashSet<string> written = new(StringComparer.Ordinal);
        List<(TriggerEffectKind Kind, string What)> effects = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Name is { } name && i + 1 < tokens.Count && tokens[i + 1].Is('('))
            {
                called.Add(name);
                if (KnownFunctions.EffectOfSystem(name) is { } known)
                {
                    effects.Add(known);
                }
                else if (name == "nextval")
                {
                    effects.Add((TriggerEffectKind.Sequence, $"moves a sequence on by nextval({Argument(tokens, i + 2)})"));
                }
            }

            if (WrittenAt(tokens, i) is { } table && written.Add(table) && s_queues.Contains(table))
            {
                effects.Add((TriggerEffectKind.Queue, $"queues work in {table}, which a rollback takes back"));
            }

            if (tokens[i].Is("NOTIFY"))
            {
                effects.Add((TriggerEffectKind.Notice, "sends a notice, which goes out with a commit only"));
            }
            else if (tokens[i].Is("EXECUTE"))
            {
                effects.Add((TriggerEffectKind.Unknown, "runs SQL that it puts together (EXECUTE), which cannot be told beforehand"));
            }
            else if (tokens[i].Is("COPY") || tokens[i].Is("LOAD"))
            {
                effects.Add((TriggerEffectKind.External, $"uses {tokens[i].Text.ToUpperInvariant()}, which may reach files and programs"));
            }
        }

        return new FunctionBody { Called = called, Written = written, Effects = effects };
    }

    /// <summary>The table after INSERT INTO, MERGE INTO, UPDATE and DELETE FROM, without its schema.</summary>
    private static string? WrittenAt(List<SqlToken> tokens, int at)
    {
        SqlToken token = tokens[at];
        int name = token.Is("UPDATE") ? at + 1
            : at + 1 < tokens.Count && (token.Is("INSERT") || token.Is("MERGE")) && tokens[at + 1].Is("INTO") ? at + 2
            : at + 1 < tokens.Count && token.Is("DELETE") && tokens[at + 1].Is("FROM") ? at + 2
            : tokens.Count;
        if (name < tokens.Count && tokens[name].Is("ONLY"))
        {
            name++;
        }

        if (name >= tokens.Count || tokens[name].Name is not { } first)
        {
            return null;
        }

        return name + 2 < tokens.Count && tokens[name + 1].Is('.') ? tokens[name + 2].Name
            // ON CONFLICT … DO UPDATE SET, FOR UPDATE OF: no table.
            : first is "set" or "of" ? null : first;
    }

    private static string Argument(List<SqlToken> tokens, int at) => at < tokens.Count ? tokens[at].Text : "";
}
