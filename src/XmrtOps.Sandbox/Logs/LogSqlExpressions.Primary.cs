namespace XmrtOps.Sandbox.Logs;

/// <summary>Values, names, calls and what stands in parentheses.</summary>
internal sealed partial class LogSqlExpressions
{
    private static readonly Dictionary<string, string> s_units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["second"] = "second", ["minute"] = "minute", ["hour"] = "hour", ["day"] = "day", ["week"] = "week",
    };

    private LogSqlTerm ReadPrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case LogSqlTokenKind.Number:
                tokens.Take();
                return token.Text.Contains('.', StringComparison.Ordinal)
                    ? new($"{token.Text}::double precision", LogSqlType.Real)
                    : new(token.Text.Length < 19 ? token.Text : throw LogSqlException.Unparsable(token.Text, "Int64"), LogSqlType.Integer);
            case LogSqlTokenKind.Text:
                tokens.Take();
                return parameters.Text(token.Text);
            case LogSqlTokenKind.Word when token.IsWord("null"):
                tokens.Take();
                return new("NULL", LogSqlType.Nothing);
            case LogSqlTokenKind.Word when token.IsWord("interval"):
                tokens.Take();
                return ReadInterval();
            case LogSqlTokenKind.Word when token.IsWord("case"):
                tokens.Take();
                return ReadCase();
            case LogSqlTokenKind.Word when token.IsWord("true") || token.IsWord("false"):
                tokens.Take();
                return Flag(token.Text.ToLowerInvariant());
        }

        if (tokens.TakeSymbol("(")) return ReadParentheses();
        if (tokens.TakeSymbol("*")) throw LogSqlException.NotAllowed("Wildcard '*' is not allowed; name the columns");

        return ReadName(tokens.TakeName() ?? throw LogSqlException.Syntax(token));
    }

    private LogSqlTerm ReadName(string name)
    {
        if (tokens.TakeSymbol("(")) return ReadCall(name);
        if (!tokens.TakeSymbol(".")) return scope.Find(name);

        return scope.FindQualified(name, tokens.TakeName() ?? throw LogSqlException.Syntax(tokens.Current));
    }

    private LogSqlTerm ReadCall(string name)
    {
        var isDistinct = tokens.TakeWord("distinct");
        if (name.Equals("count", StringComparison.OrdinalIgnoreCase) && tokens.Current.IsSymbol("*"))
        {
            throw LogSqlException.NotAllowed("count(*) is not allowed; use count()");
        }

        var arguments = ReadArguments();
        // quantile(0.95)(x): the first pair of parentheses belongs to the function's name.
        var settings = tokens.TakeSymbol("(") ? arguments : null;
        if (settings is not null) arguments = ReadArguments();
        return LogSqlFunctions.Translate(new(name, arguments, settings ?? [], isDistinct, parameters));
    }

    private List<LogSqlTerm> ReadArguments()
    {
        var arguments = new List<LogSqlTerm>();
        if (tokens.TakeSymbol(")")) return arguments;

        do arguments.Add(Read());
        while (tokens.TakeSymbol(","));
        tokens.RequireSymbol(")");
        return arguments;
    }

    private LogSqlTerm ReadParentheses()
    {
        if (tokens.Current.IsWord("select")) throw LogSqlException.NotAllowed("Only one SELECT from logs is allowed");

        var items = new List<LogSqlTerm>();
        do items.Add(Read());
        while (tokens.TakeSymbol(","));
        tokens.RequireSymbol(")");
        return items.Count == 1
            ? items[0] with { Literal = null, Sql = items[0].Sql }
            : new("", LogSqlType.Tuple) { Items = items };
    }

    private LogSqlTerm ReadInterval()
    {
        var text = tokens.Current.Kind == LogSqlTokenKind.Text ? tokens.Take().Text.Split(' ') : null;
        var amount = text is null ? tokens.RequireCount() : int.TryParse(text[0], out var read) ? read : -1;
        var unit = text is null ? tokens.TakeName() ?? "" : text.Length == 2 ? text[1].TrimEnd('s') : "";
        return amount >= 0 && s_units.TryGetValue(unit, out var known)
            ? new($"(interval '{amount} {known}')", LogSqlType.Interval)
            : throw LogSqlException.Syntax(tokens.Current);
    }

    private LogSqlTerm ReadCase()
    {
        var arguments = new List<LogSqlTerm>();
        while (tokens.TakeWord("when"))
        {
            arguments.Add(Read());
            tokens.RequireWord("then");
            arguments.Add(Read());
        }

        if (arguments.Count == 0) throw LogSqlException.Syntax(tokens.Current);

        arguments.Add(tokens.TakeWord("else") ? Read() : new("NULL", LogSqlType.Nothing));
        tokens.RequireWord("end");
        return LogSqlFunctions.Translate(new("multiIf", arguments, [], false, parameters));
    }
}
