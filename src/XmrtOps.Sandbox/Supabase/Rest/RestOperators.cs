namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Reads operator and value of a condition, such as not.in.(1,2).</summary>
internal static class RestOperators
{
    private const string Expected = "\"not\" or operator (eq, gt, ...)";

    // Those that take any(…) and all(…), longer names before the ones that they begin with.
    private static readonly (string Name, string Operator)[] Quantified =
    [
        ("eq", "="), ("gte", ">="), ("gt", ">"), ("lte", "<="), ("like", "LIKE"), ("lt", "<"), ("ilike", "ILIKE"),
        ("match", "~"), ("imatch", "~*"),
    ];

    private static readonly (string Name, string Operator)[] Simple =
    [
        ("neq", "<>"), ("cs", "@>"), ("cd", "<@"), ("ov", "&&"), ("sl", "<<"), ("sr", ">>"), ("nxr", "&<"), ("nxl", "&>"),
        ("adj", "-|-"), ("isdistinct", "IS DISTINCT FROM"),
    ];

    private static readonly (string Word, string Operator)[] States =
    [
        ("not_null", "IS NOT NULL"), ("null", "IS NULL"), ("true", "IS TRUE"), ("false", "IS FALSE"), ("unknown", "IS UNKNOWN"),
    ];

    private static readonly string[] FullText = ["fts", "plfts", "phfts", "wfts"];

    /// <summary>Reads what comes, the value by what the surroundings leave of it.</summary>
    public static RestComparison Read(RestScanner scanner, RestField field, Func<RestScanner, string> readValue)
    {
        var isNegated = scanner.Take("not.");
        if (scanner.Take("in.")) return In(scanner, field, isNegated);
        if (scanner.Take("is.")) return Is(scanner, field, isNegated);

        foreach (var (name, symbol) in Simple)
        {
            if (scanner.Take(name + ".")) return new RestComparison(field, isNegated, symbol, readValue(scanner), Quantifier: null);
        }

        foreach (var (name, symbol) in Quantified)
        {
            if (Quantifier(scanner, name) is not { } quantifier) continue;

            var value = readValue(scanner);
            // An asterisk saves the encoding of the percent sign in the URL.
            if (symbol.EndsWith("LIKE", StringComparison.Ordinal)) value = value.Replace('*', '%');
            return new RestComparison(field, isNegated, symbol, value, quantifier.Length == 0 ? null : quantifier);
        }

        if (FullText.Any(name => scanner.Take(name + ".") || scanner.Take(name + "(")))
        {
            throw RestErrors.NotImplemented("This stand-in has no full-text search.");
        }

        throw scanner.Unexpected(Expected);
    }

    /// <summary>ANY or ALL, the empty text for neither, null where another operator comes.</summary>
    private static string? Quantifier(RestScanner scanner, string name) =>
        scanner.Take(name + ".") ? string.Empty
        : scanner.Take(name + "(any).") ? "ANY"
        : scanner.Take(name + "(all).") ? "ALL"
        : null;

    private static RestComparison Is(RestScanner scanner, RestField field, bool isNegated)
    {
        var mark = scanner.Mark();
        var word = scanner.TakeUntil(",)");
        foreach (var (expected, symbol) in States)
        {
            if (string.Equals(word, expected, StringComparison.OrdinalIgnoreCase))
                return new RestComparison(field, isNegated, symbol, Value: null, Quantifier: null);
        }

        scanner.GoBack(mark);
        throw scanner.Unexpected("isVal: (null, not_null, true, false, unknown)");
    }

    private static RestComparison In(RestScanner scanner, RestField field, bool isNegated)
    {
        var values = new List<string>();
        scanner.SkipBlanks();
        scanner.Demand('(');
        do values.Add(scanner.TryQuotedElement() ?? scanner.TakeUntil(",)"));
        while (scanner.Take(","));

        scanner.Demand(')', "\",\" or \")\"");
        scanner.SkipBlanks();
        return new RestComparison(field, isNegated, "=", ArrayOf(values), "ANY");
    }

    // An array as PostgreSQL reads it; one empty value means none at all.
    private static string ArrayOf(List<string> values) => values is [""]
        ? "{}"
        : $"{{{string.Join(',', values.Select(value =>
            $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""))}}}";
}
