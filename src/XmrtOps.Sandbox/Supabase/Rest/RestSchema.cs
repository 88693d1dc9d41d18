namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>The schema cache: what there was when it was last loaded.</summary>
internal sealed class RestSchema(IReadOnlyList<RestTable> tables, IReadOnlyList<RestFunction> functions)
{
    private const double LeastSimilarity = 0.75;

    private readonly Dictionary<(string, string), RestTable> _tables =
        tables.ToDictionary(table => (table.Schema, table.Name));

    private readonly ILookup<(string, string), RestFunction> _functions =
        functions.ToLookup(function => (function.Schema, function.Name));

    public string Summary => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{tables.Count} Relations, {functions.Count} Functions");

    public RestTable Table(string schema, string name) => _tables.GetValueOrDefault((schema, name))
        ?? throw RestErrors.NoTable(schema, name, Nearest(tables.Where(one => one.Schema == schema).Select(one => one.Name), name));

    public RestFunction Function(string schema, string name, IReadOnlyCollection<string> arguments)
    {
        RestFunction[] fitting = [.. _functions[(schema, name)].Where(function => function.Takes(arguments))];
        if (fitting.Length > 1) throw RestErrors.AmbiguousFunction(fitting.Select(function => function.Signature));

        return fitting.Length == 1 ? fitting[0] : throw RestErrors.NoFunction(
            schema, name, [.. arguments], Hint(schema, name));
    }

    private string? Hint(string schema, string name) => _functions[(schema, name)].FirstOrDefault() is { } other
        ? $"{name}({string.Join(", ", other.Arguments.Select(argument => argument.Name).Order(StringComparer.Ordinal))})"
        : Nearest(functions.Where(one => one.Schema == schema).Select(one => one.Name), name);

    private static string? Nearest(IEnumerable<string> names, string name) => names
        .Where(candidate => Math.Abs(candidate.Length - name.Length) <= candidate.Length)
        .Select(candidate => (candidate, Similarity: Similarity(candidate, name)))
        .Where(one => one.Similarity >= LeastSimilarity)
        .OrderByDescending(one => one.Similarity)
        .ThenBy(one => one.candidate, StringComparer.Ordinal)
        .Select(one => one.candidate)
        .FirstOrDefault();

    // One for the same, none for nothing in common: by how many letters have to be changed.
    private static double Similarity(string one, string other)
    {
        var before = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var current = new int[other.Length + 1];
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var change = one[row - 1] == other[column - 1] ? 0 : 1;
                current[column] = Math.Min(Math.Min(before[column], current[column - 1]) + 1, before[column - 1] + change);
            }

            before = current;
        }

        return 1 - ((double)before[^1] / Math.Max(1, Math.Max(one.Length, other.Length)));
    }
}
