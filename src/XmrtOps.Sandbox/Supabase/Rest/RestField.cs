namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A column, or something within a column that holds JSON.</summary>
/// <param name="Name">The column.</param>
/// <param name="Path">The way into its value; empty for the value itself.</param>
internal sealed record RestField(string Name, IReadOnlyList<RestPathStep> Path)
{
    /// <summary>What a result calls it, where no alias says something else.</summary>
    public string ResultName => Path.LastOrDefault(step => !step.IsIndex)?.Key ?? Name;

    public static RestField Read(RestScanner scanner)
    {
        scanner.SkipBlanks();
        var name = scanner.TakeName();
        var path = new List<RestPathStep>();
        while (true)
        {
            var isText = scanner.Take("->>");
            if (!isText && !scanner.Take("->")) break;

            path.Add(Step(scanner, isText));
        }

        scanner.SkipBlanks();
        return new RestField(name, path);
    }

    private static RestPathStep Step(RestScanner scanner, bool isText)
    {
        if (!scanner.IsAtEnd && scanner.Next == '"') return new RestPathStep(scanner.TakeQuoted(), IsIndex: false, isText);

        var sign = scanner.Take("-") ? "-" : string.Empty;
        var key = sign + scanner.TakeUntil("(-:.,>)").Trim();
        if (key.Length == sign.Length) throw scanner.Unexpected("any non reserved character different from: .,>()");

        return new RestPathStep(key, key[sign.Length..].All(char.IsAsciiDigit), isText);
    }
}
