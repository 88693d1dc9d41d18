using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>
/// INSERT … VALUES of plain values: rows of that one table, and nothing else. A function that is called could do more; those of
/// the list do not. (A trigger that the same migration made could as well: its function is looked at when the plan is made.)
/// </summary>
internal static class RowsOnly
{
    private static readonly string[] s_harmless = ["now", "gen_random_uuid", "uuid_generate_v4", "lower", "upper", "md5", "array"];

    /// <summary>The table; null where it is another statement, or one that may do more.</summary>
    public static RelationName? TableOf(StatementReader reader)
    {
        if (!reader.Take("insert", "into") || reader.QualifiedName() is not { } table)
        {
            return null;
        }

        if (reader.IsAt('('))
        {
            reader.Brackets();
        }

        if (!reader.Take("values"))
        {
            return null;
        }

        SqlToken before = default;
        while (!reader.IsAtEnd)
        {
            if (reader.IsAt("select") || reader.IsAt("with") || reader.IsAt("returning")
                || (reader.IsAt('(') && before.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !IsHarmless(before)))
            {
                return null;
            }

            before = reader.Current;
            reader.Skip();
        }

        return table;
    }

    private static bool IsHarmless(SqlToken called) =>
        called.Is("values") || called.Is("conflict") || s_harmless.Contains(called.Name, StringComparer.Ordinal);
}
