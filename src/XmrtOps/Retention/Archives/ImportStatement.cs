using System.Globalization;
using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>
/// The statement that puts rows of an archive back, or only looks what would become of them. Each parameter is a column
/// of the file: an array of texts, that is of what the type itself wrote.
/// </summary>
internal static class ImportStatement
{
    /// <summary>Puts rows back.</summary>
    public static string Insert(ImportTable table)
    {
        string key = Places("l", table, table.Archived.Key);
        string names = string.Join(", ", table.Stored.Select(column => DatabaseTransaction.QuoteIdentifier(column.Name)));
        string values = string.Join(", ", table.Stored.Select((_, i) => Place("l", i + 1)));
        string keyNames = Names(null, table.Archived.Key);
        return $"""
            WITH {Looked(table, table.References)}, added AS (
                INSERT INTO {table.Table.ToSql()} ({names}) OVERRIDING SYSTEM VALUE
                SELECT {values} FROM looked AS l
                WHERE l.is_same IS NULL AND NOT l.is_taken AND NOT l.is_orphan
                ORDER BY l.n
                ON CONFLICT DO NOTHING
                RETURNING {keyNames}
            )
            SELECT count(*) FILTER (WHERE l.is_same), (SELECT count(*) FROM added),
                   count(*) FILTER (WHERE l.is_same IS NULL AND NOT l.is_taken AND l.is_orphan),
                   {Sample(table, $"NOT l.is_orphan AND NOT EXISTS (SELECT FROM added AS a WHERE ({Names("a", table.Archived.Key)}) = ({key}))")}
            FROM looked AS l
            """;
    }

    /// <summary>Looks what <see cref="Insert"/> would do.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isArchived">Tables that are put back before it: whoever is not there yet may come along.</param>
    public static string Look(ImportTable table, Func<RelationName, bool> isArchived) =>
        $"""
         WITH {Looked(table, [.. table.References.Where(reference => !isArchived(reference.Parent))])}
         SELECT count(*) FILTER (WHERE l.is_same),
                count(*) FILTER (WHERE l.is_same IS NULL AND NOT l.is_taken AND NOT l.is_orphan),
                count(*) FILTER (WHERE l.is_same IS NULL AND NOT l.is_taken AND l.is_orphan),
                {Sample(table, "false")}
         FROM looked AS l
         """;

    private static string Looked(ImportTable table, IReadOnlyList<ImportReference> references)
    {
        ImportColumn[] stored = [.. table.Stored];
        string from = $"{(table.IsPartitioned ? "" : "ONLY ")}{table.Table.ToSql()} AS t";
        ImportReference? self = OwnReference(table, references);
        string taken = Any(table.UniqueKeys.Select(unique =>
            $"EXISTS (SELECT FROM {from} WHERE ({Names("t", unique)}) = ({Places("g", table, unique)}))"));
        string orphan = Any(references.Where(reference => reference != self).Select(reference => IsMissing(table, reference)));
        return $"""
            RECURSIVE given AS MATERIALIZED (
                SELECT r.n, {List(stored, (column, i) => $"CAST(r.v{i} AS {column.Type}) AS v{i}")}
                FROM unnest({List(stored, (_, i) => $"${i}::text[]")}) WITH ORDINALITY AS r ({List(stored, (_, i) => $"v{i}")}, n)
            ), {(self is null ? "looked" : "seen")} AS MATERIALIZED (
                SELECT g.*,
                       (SELECT ROW({List(stored, (column, _) => $"{Names("t", [column.Name])}::text")})
                               IS NOT DISTINCT FROM ROW({List(stored, (_, i) => $"g.v{i}::text")})
                        FROM {from} WHERE ({Names("t", table.Archived.Key)}) = ({Places("g", table, table.Archived.Key)})) AS is_same,
                       {taken} AS is_taken,
                       {orphan} AS {(self is null ? "is_orphan" : $"is_astray, {IsMissing(table, self)} AS is_waiting")}
                FROM given AS g
            ){(self is null ? "" : Followed(table, stored, self))}
            """;
    }

    /// <summary>Rows that refer to rows of their own table may come together with these, in whatever order: a foreign key is
    /// checked when the statement ends.</summary>
    private static string Followed(ImportTable table, ImportColumn[] stored, ImportReference self)
    {
        const string candidate = "l.is_same IS NULL AND NOT l.is_taken AND NOT l.is_astray";
        return $"""
            , ready AS (
                SELECT l.n FROM seen AS l WHERE {candidate} AND NOT l.is_waiting
                UNION
                SELECT l.n
                FROM ready AS r
                JOIN seen AS s ON s.n = r.n
                JOIN seen AS l ON ({Places("l", table, self.Columns)}) = ({Places("s", table, self.ParentColumns)})
                WHERE {candidate} AND l.is_waiting
            ), looked AS MATERIALIZED (
                SELECT l.n, {List(stored, (_, i) => $"l.v{i}")}, l.is_same, l.is_taken,
                       NOT EXISTS (SELECT FROM ready AS r WHERE r.n = l.n) AS is_orphan
                FROM seen AS l
            )
            """;
    }

    // Of several keys to the table itself each row would have to wait for all of its parents: passes over the rows do that.
    private static ImportReference? OwnReference(ImportTable table, IReadOnlyList<ImportReference> references)
    {
        ImportReference[] own = [.. references.Where(reference => reference.Parent == table.Table
            && reference.ParentColumns.All(column => table.Archived.Stored.Any(stored => stored.Name == column)))];
        return own.Length == 1 ? own[0] : null;
    }

    private static string IsMissing(ImportTable table, ImportReference reference) =>
        $"({All(reference.Columns.Select(column => $"{Place("g", table.NumberOf(column))} IS NOT NULL"))} AND NOT EXISTS ("
        + $"SELECT FROM {reference.Parent.ToSql()} AS p WHERE ({Names("p", reference.ParentColumns)}) = "
        + $"({Places("g", table, reference.Columns)})))";

    private static string Sample(ImportTable table, string further) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
         ARRAY(SELECT concat_ws(', ', {string.Join(", ", table.Archived.Key.Select(column => $"{Place("l", table.NumberOf(column))}::text"))})
               FROM looked AS l WHERE l.is_same = false OR (l.is_same IS NULL AND (l.is_taken OR ({further})))
               ORDER BY l.n LIMIT {ImportThresholds.SampleKeys})
         """);

    private static string List(IEnumerable<ImportColumn> columns, Func<ImportColumn, string, string> of) =>
        string.Join(", ", columns.Select((column, i) => of(column, (i + 1).ToString(CultureInfo.InvariantCulture))));

    private static string Any(IEnumerable<string> conditions) => $"({string.Join(" OR ", conditions.Append("false"))})";

    private static string All(IEnumerable<string> conditions) => string.Join(" AND ", conditions);

    private static string Names(string? alias, IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => $"{(alias is null ? "" : alias + ".")}{DatabaseTransaction.QuoteIdentifier(column)}"));

    private static string Places(string alias, ImportTable table, IEnumerable<string> columns) =>
        string.Join(", ", columns.Select(column => Place(alias, table.NumberOf(column))));

    private static string Place(string alias, int number) => string.Create(CultureInfo.InvariantCulture, $"{alias}.v{number}");
}
