using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>Lists of names and options in one spelling.</summary>
internal static class NameList
{
    /// <summary>In their order.</summary>
    public static string Of(IEnumerable<SqlToken> inside) => string.Join(", ", Names(inside));

    /// <summary>Where their order says nothing.</summary>
    public static string Sorted(IEnumerable<SqlToken> inside) => string.Join(", ", Names(inside).Order(StringComparer.Ordinal));

    /// <summary>a = 1, b = 'off', as a=1, b=off.</summary>
    public static string Options(IEnumerable<SqlToken> inside) => string.Join(
        ", ",
        StatementReader.Parts(inside)
            .Select(part => string.Concat(part.Select(token => token.Text)).Replace("'", "", StringComparison.Ordinal).ToLowerInvariant())
            .Select(option => option.Contains('=', StringComparison.Ordinal) ? option : option + "=true")
            .Order(StringComparer.Ordinal));

    private static IEnumerable<string> Names(IEnumerable<SqlToken> inside) =>
        StatementReader.Parts(inside).Select(part => string.Concat(part.Select(token => token.Name ?? token.Text)));
}
