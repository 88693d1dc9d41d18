using XmrtOps.Data;

namespace XmrtOps.Database.Indexing;

/// <summary>Writes names as SQL with quotes only where they are needed, so that a statement reads as people write it.</summary>
internal static class IdentifierSql
{
    // Words that cannot be a column's name, or mean something else, without quotes.
    private static readonly HashSet<string> s_keywords = new(
        """
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
        char character check coalesce collate collation column concurrently constraint create cross current_catalog
        current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
        desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
        grouping having ilike in initially inner inout int integer intersect interval into is isnull join json lateral
        leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif
        numeric offset on only or order out outer overlaps overlay placing position precision primary real references
        returning right row select session_user setof similar smallint some substring symmetric system_user table
        tablesample then time timestamp to trailing treat trim true union unique user using values varchar variadic verbose
        when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot
        xmlserialize xmltable
        """.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    public static string Of(string name) =>
        name.Length > 0
        && (char.IsAsciiLetterLower(name[0]) || name[0] == '_')
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        && !s_keywords.Contains(name)
            ? name
            : DatabaseTransaction.QuoteIdentifier(name);

    public static string Of(RelationName name) => name.Schema is null ? Of(name.Name) : $"{Of(name.Schema)}.{Of(name.Name)}";
}
