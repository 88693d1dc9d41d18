namespace XmrtOps.Functions.Sources;

/// <summary>
/// Finds the environment variables that a script reads: Deno.env.get("X"), Deno.env.toObject().X, process.env.X, and names taken
/// out of these by destructuring, also where Deno.env has another name there.
/// </summary>
internal sealed class ScriptVariables
{
    private readonly IReadOnlyList<ScriptToken> _tokens;
    private readonly List<ScriptVariable> _found = [];

    // What stands for Deno.env, and for the object of all variables.
    private readonly HashSet<string> _environments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _objects = new(StringComparer.Ordinal);

    private ScriptVariables(IReadOnlyList<ScriptToken> tokens) => _tokens = tokens;

    public static IReadOnlyList<ScriptVariable> Of(IReadOnlyList<ScriptToken> tokens)
    {
        ScriptVariables variables = new(tokens);
        for (int i = 0; i < tokens.Count; i++)
        {
            variables.Look(i);
        }

        return variables._found;
    }

    private bool Is(int at, params ReadOnlySpan<string> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (at + i < 0 || at + i >= _tokens.Count || !_tokens[at + i].Is(values[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Look(int at)
    {
        if (Is(at - 1, ".") || _tokens[at].Kind != ScriptTokenKind.Word)
        {
            return;
        }

        int after = Is(at, "Deno", ".", "env") ? at + 3
            : _environments.Contains(_tokens[at].Value) ? at + 1
            : -1;
        if (Is(at, "process", ".", "env"))
        {
            OfObject(at, at + 3);
        }
        else if (_objects.Contains(_tokens[at].Value))
        {
            OfObject(at, at + 1);
        }
        else if (after > 0 && Is(after, ".", "toObject", "(", ")"))
        {
            OfObject(at, after + 4);
        }
        else if (after > 0 && Is(after, ".", "get", "("))
        {
            Call(after + 3);
        }
        else if (after > 0 && Is(at - 1, "=") && at >= 2 && _tokens[at - 2].Kind == ScriptTokenKind.Word)
        {
            _environments.Add(_tokens[at - 2].Value);
        }
        else if (Is(at - 1, "=") && Is(at, "Deno") && !Is(at + 1, ".") && Is(at - 4, "{", "env", "}"))
        {
            _environments.Add("env");
        }
    }

    private void Call(int argument)
    {
        bool isPlain = argument + 1 < _tokens.Count && _tokens[argument].Kind == ScriptTokenKind.Text && Is(argument + 1, ")");
        if (isPlain)
        {
            Add(_tokens[argument].Value, argument, argument + 2);
        }
        else if (argument < _tokens.Count)
        {
            _found.Add(new ScriptVariable(null, _tokens[argument].Line, HasDefault: false));
        }
    }

    private void OfObject(int at, int after)
    {
        if ((Is(after, ".") || Is(after, "?.")) && after + 1 < _tokens.Count && _tokens[after + 1].Kind == ScriptTokenKind.Word)
        {
            Add(_tokens[after + 1].Value, after + 1, after + 2);
        }
        else if (Is(after, "["))
        {
            bool isPlain = after + 2 < _tokens.Count && _tokens[after + 1].Kind == ScriptTokenKind.Text && Is(after + 2, "]");
            if (isPlain)
            {
                Add(_tokens[after + 1].Value, after + 1, after + 3);
            }
            else
            {
                _found.Add(new ScriptVariable(null, _tokens[after].Line, HasDefault: false));
            }
        }
        else if (Is(at - 2, "}", "="))
        {
            Destructured(at - 2);
        }
        else if (Is(at - 1, "=") && at >= 2 && _tokens[at - 2].Kind == ScriptTokenKind.Word)
        {
            _objects.Add(_tokens[at - 2].Value);
        }
    }

    // const { A, B: b, C = "c", ...rest } = …
    private void Destructured(int close)
    {
        int open = close;
        while (open > 0 && !Is(open, "{"))
        {
            open--;
        }

        for (int i = open + 1; i < close; i++)
        {
            bool isName = _tokens[i].Kind is ScriptTokenKind.Word or ScriptTokenKind.Text && (Is(i - 1, "{") || Is(i - 1, ","));
            if (isName)
            {
                int next = Is(i + 1, ":") ? i + 3 : i + 1;
                _found.Add(new ScriptVariable(_tokens[i].Value, _tokens[i].Line, Is(next, "=")));
            }
        }
    }

    private void Add(string name, int at, int after) => _found.Add(
        new ScriptVariable(name, _tokens[at].Line, Is(after, "??") || Is(after, "||")));
}
