namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>The parameter select: columns with alias, path and cast. Relations within are named, and not followed.</summary>
/// <param name="Items">The columns.</param>
/// <param name="Embedded">The first relation that it asks for; null for none.</param>
internal sealed record RestSelect(IReadOnlyList<RestSelectItem> Items, string? Embedded)
{
    public static RestSelect Read(string text)
    {
        var scanner = new RestScanner("select parameter", text);
        var items = new List<RestSelectItem>();
        string? embedded = null;
        scanner.SkipBlanks();
        if (scanner.IsAtEnd) return new RestSelect(items, embedded);

        do
        {
            if (Relation(scanner) is { } relation) embedded ??= relation;
            else items.Add(Item(scanner));
            scanner.SkipBlanks();
        }
        while (scanner.Take(","));

        scanner.DemandEnd("\",\" or end of input");
        return new RestSelect(items, embedded);
    }

    private static RestSelectItem Item(RestScanner scanner)
    {
        scanner.SkipBlanks();
        if (scanner.Take("*")) return new RestSelectItem(Field: null, Cast: null, Alias: null);

        var alias = Alias(scanner);
        if (scanner.Take("count()")) throw RestErrors.NoAggregates();

        var field = RestField.Read(scanner);
        var cast = scanner.Take("::") ? scanner.TakeType() : null;
        return scanner.Take(".") ? throw RestErrors.NoAggregates() : new RestSelectItem(field, cast, alias);
    }

    private static string? Alias(RestScanner scanner)
    {
        var mark = scanner.Mark();
        try
        {
            var alias = scanner.TakeName();
            if (scanner.Take(":") && scanner.Next != ':') return alias;
        }
        catch (RestException)
        {
            // What comes is no name: that is found out once more, by who needs one.
        }

        scanner.GoBack(mark);
        return null;
    }

    // alias:relation!hint(columns), or ...relation(columns) to spread it.
    private static string? Relation(RestScanner scanner)
    {
        scanner.SkipBlanks();
        var mark = scanner.Mark();
        try
        {
            var isSpread = scanner.Take("...");
            if (!isSpread) _ = Alias(scanner);
            var name = scanner.TakeName();
            while (scanner.Take("!")) _ = scanner.TakeName();
            if (scanner.Next == '(' && name != "count")
            {
                SkipParentheses(scanner);
                return name;
            }
        }
        catch (RestException)
        {
            // No relation, then.
        }

        scanner.GoBack(mark);
        return null;
    }

    private static void SkipParentheses(RestScanner scanner)
    {
        var depth = 0;
        do
        {
            _ = scanner.TakeUntil("()");
            if (scanner.Take("(")) depth++;
            else if (scanner.Take(")")) depth--;
            else throw scanner.Unexpected("\")\"");
        }
        while (depth > 0);
    }
}
