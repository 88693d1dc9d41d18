namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Reads the conditions of a query: column=operator.value, and=(…), or=(…).</summary>
internal static class RestFilters
{
    private static readonly string[] Others = ["select", "columns", "on_conflict", "apikey"];
    private static readonly string[] OfRelations = ["order", "limit", "offset"];

    /// <summary>Whether a parameter is a condition.</summary>
    public static bool IsFilter(string key)
    {
        if (Others.Contains(key)) return false;

        var last = key[(key.LastIndexOf('.') + 1)..];
        if (!OfRelations.Contains(last)) return true;

        // The order of a relation within, for one.
        return key == last ? false : throw RestErrors.NotEmbedded(key[..^(last.Length + 1)]);
    }

    public static RestCondition Read(string key, string value)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        if (last is "and" or "or") return ReadLogic(key, last, value);

        var field = Path(key);
        var scanner = new RestScanner("filter", value);
        var comparison = RestOperators.Read(scanner, field, rest => rest.TakeRest());
        scanner.DemandEnd();
        return comparison;
    }

    /// <summary>The column that a parameter is about; one of a relation within is refused.</summary>
    public static RestField Path(string key)
    {
        var scanner = new RestScanner("tree path", key);
        var field = RestField.Read(scanner);
        if (scanner.Take(".")) throw RestErrors.NotEmbedded(field.Name);

        scanner.DemandEnd("\".\" or end of input");
        return field;
    }

    private static RestLogic ReadLogic(string key, string last, string value)
    {
        var before = key.Length == last.Length ? string.Empty : key[..^(last.Length + 1)];
        var isNegated = before == "not" || before.EndsWith(".not", StringComparison.Ordinal);
        var relation = isNegated ? before[..Math.Max(0, before.Length - ".not".Length)] : before;
        if (relation.Length > 0) throw RestErrors.NotEmbedded(relation);

        var scanner = new RestScanner("logic tree", value);
        var conditions = Members(scanner);
        scanner.DemandEnd();
        return new RestLogic(isNegated, last == "or", conditions);
    }

    private static List<RestCondition> Members(RestScanner scanner)
    {
        scanner.Enter();
        var conditions = new List<RestCondition>();
        scanner.SkipBlanks();
        scanner.Demand('(');
        do conditions.Add(Member(scanner));
        while (scanner.Take(","));

        scanner.Demand(')', "\",\" or \")\"");
        scanner.SkipBlanks();
        scanner.Leave();
        return conditions;
    }

    private static RestCondition Member(RestScanner scanner)
    {
        scanner.SkipBlanks();
        var mark = scanner.Mark();
        var isNegated = scanner.Take("not.");
        if (scanner.Take("and") && scanner.Next == '(') return new RestLogic(isNegated, IsAny: false, Members(scanner));

        scanner.GoBack(mark);
        isNegated = scanner.Take("not.");
        if (scanner.Take("or") && scanner.Next == '(') return new RestLogic(isNegated, IsAny: true, Members(scanner));

        scanner.GoBack(mark);
        var field = RestField.Read(scanner);
        scanner.Demand('.', "delimiter (.)");
        var comparison = RestOperators.Read(scanner, field, Value);
        scanner.SkipBlanks();
        return comparison;
    }

    // Up to the comma or the bracket, unless those are in quotes, or within an array.
    private static string Value(RestScanner scanner)
    {
        if (scanner.TryQuotedElement() is { } quoted) return quoted;

        var mark = scanner.Mark();
        if (scanner.Take("{"))
        {
            var inner = scanner.TakeUntil("{}");
            if (scanner.Take("}")) return $"{{{inner}}}";

            scanner.GoBack(mark);
        }

        return scanner.TakeUntil(",)");
    }
}
