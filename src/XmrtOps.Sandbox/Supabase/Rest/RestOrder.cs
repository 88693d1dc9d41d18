namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>One key of the order, such as created_at.desc.nullslast.</summary>
/// <param name="Field">The column.</param>
/// <param name="Direction">ASC or DESC; empty for the usual.</param>
/// <param name="Nulls">NULLS FIRST or NULLS LAST; empty for the usual.</param>
internal sealed record RestOrder(RestField Field, string Direction, string Nulls)
{
    public static IReadOnlyList<RestOrder> Read(string text)
    {
        var scanner = new RestScanner("order", text);
        var keys = new List<RestOrder>();
        do
        {
            var field = RestField.Read(scanner);
            if (scanner.Next == '(') throw RestErrors.NotEmbedded(field.Name);

            var direction = scanner.Take(".asc") ? "ASC" : scanner.Take(".desc") ? "DESC" : string.Empty;
            var nulls = scanner.Take(".nullsfirst") ? "NULLS FIRST" : scanner.Take(".nullslast") ? "NULLS LAST" : string.Empty;
            keys.Add(new RestOrder(field, direction, nulls));
            scanner.SkipBlanks();
            if (scanner.Take("."))
                throw scanner.Unexpected(direction.Length > 0 ? "\"nullsfirst\" or \"nullslast\"" : "\"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"");
        }
        while (scanner.Take(","));

        scanner.DemandEnd("delimiter (.), \",\" or end of input");
        return keys;
    }
}
