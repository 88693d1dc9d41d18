namespace XmrtOps.Sandbox.Logs;

/// <summary>Reads and translates the expressions of a log query, the loosest operator first.</summary>
internal sealed partial class LogSqlExpressions(LogSqlTokens tokens, LogSqlScope scope, LogSqlParameters parameters)
{
    // Parentheses are parsed by recursion: a query of nothing but them must not end the process.
    private const int DeepestNesting = 100;

    private int _depth;

    public LogSqlTerm Read()
    {
        if (++_depth > DeepestNesting) throw new LogSqlException(306, "Maximum parse depth exceeded");

        var left = ReadAnd();
        while (tokens.TakeWord("or")) left = Flag($"({left.AsCondition("or")} OR {ReadAnd().AsCondition("or")})");
        _depth--;
        return left;
    }

    private LogSqlTerm ReadAnd()
    {
        var left = ReadNot();
        while (tokens.TakeWord("and")) left = Flag($"({left.AsCondition("and")} AND {ReadNot().AsCondition("and")})");
        return left;
    }

    private LogSqlTerm ReadNot()
    {
        var isNot = false;
        while (tokens.TakeWord("not")) isNot = !isNot;
        var term = ReadComparison();
        return isNot ? Flag($"(NOT {term.AsCondition("not")})") : term;
    }

    private LogSqlTerm ReadComparison()
    {
        var left = ReadSum();
        while (true)
        {
            if (tokens.TakeAnySymbol("=", "==", "!=", "<>", "<=", ">=", "<", ">") is { } symbol)
            {
                left = Compare(symbol switch { "==" => "=", "!=" => "<>", _ => symbol }, left, ReadSum());
            }
            else if (tokens.TakeWord("is"))
            {
                var isNot = tokens.TakeWord("not");
                tokens.RequireWord("null");
                left = Flag($"({left.Sql} IS {(isNot ? "NOT " : "")}NULL)");
            }
            else if (ReadWordOperator(left) is { } term) left = term;
            else return left;
        }
    }

    private LogSqlTerm? ReadWordOperator(LogSqlTerm left)
    {
        var isNot = tokens.Current.IsWord("not") && !tokens.Following.IsWord("not");
        if (isNot) tokens.Take();
        var not = isNot ? "NOT " : "";
        if (tokens.TakeWord("in")) return Flag($"({left.Sql} {not}IN ({ReadList(left)}))");
        if (tokens.TakeWord("between"))
        {
            var (low, high) = ReadBounds(left);
            return Flag($"({left.Sql} {not}BETWEEN {low.Sql} AND {high.Sql})");
        }

        foreach (var word in (string[])["like", "ilike"])
        {
            if (tokens.TakeWord(word))
            {
                return Flag($"({left.As(LogSqlType.Text, word)} {not}{word.ToUpperInvariant()} {ReadSum().As(LogSqlType.Text, word)})");
            }
        }

        return isNot ? throw LogSqlException.Syntax(tokens.Current) : null;
    }

    private string ReadList(LogSqlTerm of)
    {
        tokens.RequireSymbol("(");
        var items = new List<string>();
        do items.Add(LogSqlTypes.Align("in", of, Read(), parameters).Right.Sql);
        while (tokens.TakeSymbol(","));
        tokens.RequireSymbol(")");
        return string.Join(", ", items);
    }

    private (LogSqlTerm Low, LogSqlTerm High) ReadBounds(LogSqlTerm of)
    {
        var low = LogSqlTypes.Align("between", of, ReadSum(), parameters).Right;
        tokens.RequireWord("and");
        return (low, LogSqlTypes.Align("between", of, ReadSum(), parameters).Right);
    }

    private LogSqlTerm Compare(string symbol, LogSqlTerm left, LogSqlTerm right)
    {
        if (left.Items is { } lefts && right.Items is { } rights && lefts.Count == rights.Count)
        {
            var pairs = lefts.Zip(rights, (l, r) => LogSqlTypes.Align(symbol, l, r, parameters)).ToArray();
            return Flag($"(({string.Join(", ", pairs.Select(pair => pair.Left.Sql))}) {symbol} "
                + $"({string.Join(", ", pairs.Select(pair => pair.Right.Sql))}))");
        }

        if (left.Type is LogSqlType.Map or LogSqlType.Tuple) throw LogSqlException.ArgumentType(symbol, left.Type);

        (left, right) = LogSqlTypes.Align(symbol, left, right, parameters);
        return Flag($"({left.Sql} {symbol} {right.Sql})");
    }

    private LogSqlTerm ReadSum()
    {
        var left = ReadProduct();
        while (tokens.TakeAnySymbol("+", "-", "||") is { } symbol) left = Add(symbol, left, ReadProduct());
        return left;
    }

    private static LogSqlTerm Add(string symbol, LogSqlTerm left, LogSqlTerm right) => (symbol, left.Type, right.Type) switch
    {
        ("||", LogSqlType.Text, LogSqlType.Text) => new($"({left.Sql} || {right.Sql})", LogSqlType.Text),
        ("+" or "-", LogSqlType.Time, LogSqlType.Interval) => new($"({left.Sql} {symbol} {right.Sql})", LogSqlType.Time),
        ("||", _, _) => throw LogSqlException.Types(symbol, left.Type, right.Type),
        _ => Calculate(symbol, left, right),
    };

    private LogSqlTerm ReadProduct()
    {
        var left = ReadSigned();
        while (tokens.TakeAnySymbol("*", "/", "%") is { } symbol)
        {
            var right = ReadSigned();
            // A division gives a fraction whatever it divides, and by zero none at all.
            left = symbol == "/"
                ? new($"({left.AsNumber("/").Sql}::double precision / nullif({right.AsNumber("/").Sql}, 0))", LogSqlType.Real)
                : Calculate(symbol, left, right);
        }

        return left;
    }

    private static LogSqlTerm Calculate(string symbol, LogSqlTerm left, LogSqlTerm right)
    {
        if (!LogSqlTypes.IsNumber(left.Type) || !LogSqlTypes.IsNumber(right.Type))
        {
            throw LogSqlException.Types(symbol, left.Type, right.Type);
        }

        var isReal = left.Type == LogSqlType.Real || right.Type == LogSqlType.Real;
        var cast = symbol == "%" && isReal ? "::numeric" : "";
        return new(
            $"({left.AsNumber(symbol).Sql}{cast} {symbol} {right.AsNumber(symbol).Sql}{cast})",
            isReal ? LogSqlType.Real : LogSqlType.Integer);
    }

    private LogSqlTerm ReadSigned()
    {
        if (!tokens.TakeSymbol("-")) return ReadElement();

        var number = ReadSigned().AsNumber("negate");
        return number with { Sql = $"(- {number.Sql})" };
    }

    private LogSqlTerm ReadElement()
    {
        var term = ReadPrimary();
        while (tokens.TakeSymbol("["))
        {
            if (term.Type != LogSqlType.Map) throw LogSqlException.ArgumentType("arrayElement", term.Type);

            var key = Read().As(LogSqlType.Text, "arrayElement");
            tokens.RequireSymbol("]");
            term = new($"coalesce({term.Sql} ->> {key}, '')", LogSqlType.Text);
        }

        return term;
    }

    private static LogSqlTerm Flag(string sql) => new(sql, LogSqlType.Flag);
}
