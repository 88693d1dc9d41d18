using System.Data.Common;
using XmrtOps.Data;
using XmrtOps.Faults;

namespace XmrtOps.Retention;

/// <summary>Finds all that refers to a table's rows, and refuses what could not be deleted along.</summary>
internal static class ReferenceReader
{
    public static async Task<List<CascadeEdge>> ReadAsync(
        DatabaseTransaction transaction,
        RelationName table,
        IReadOnlyList<long> tables,
        RetentionRequest request,
        string role,
        CancellationToken cancellation)
    {
        string oids = $"{{{string.Join(',', tables)}}}";
        List<Way> ways = await transaction.QueryAsync(
            Sql.Of("Retention/References.sql"), [oids], Map, cancellation);
        HashSet<long> deletedFrom = [.. tables];
        Dictionary<string, CascadeEdge> known = new(StringComparer.Ordinal);
        foreach (Way way in ways)
        {
            known.Add(way.Path, way.Edge with { Parent = way.ParentPath is null ? null : known[way.ParentPath] });
            if (way.Edge.IsDeleted)
            {
                Check(transaction.Target, way, table, role);
                deletedFrom.Add(way.Oid);
            }
        }

        List<CascadeEdge> loose = request.Activity is null
            ? []
            : await LooseAsync(transaction, request, role, deletedFrom, cancellation);
        await CheckTriggersAsync(transaction, table, deletedFrom, request, cancellation);
        return Counted([.. known.Values, .. loose], isAlone: tables.Count == 1);
    }

    /// <summary>A counter counts all rows of its table: what more than one reference leads to is left to none of them.</summary>
    private static List<CascadeEdge> Counted(IReadOnlyList<CascadeEdge> edges, bool isAlone)
    {
        HashSet<RelationName> shared =
        [
            .. edges.Where(edge => edge.IsDeleted).GroupBy(edge => edge.Table).Where(same => same.Count() > 1).Select(same => same.Key),
        ];
        bool IsCounted(CascadeEdge edge) =>
            isAlone && !edge.IsPartitioned && edge.Parent is null or { IsPartitioned: false } && !shared.Contains(edge.Table);
        return [.. edges.Select(edge => IsCounted(edge) ? edge : edge with { CountedOid = null })];
    }

    private static void Check(string target, Way way, RelationName table, string role)
    {
        string child = way.Edge.Table.ToString();
        if (way.IsCycle)
        {
            throw Errors.CascadeCycle(target, table.ToString(), way.Edge.Constraint!);
        }

        if (way.IsBlinded)
        {
            throw Errors.RowsHidden(target, child, role);
        }

        if (!way.MayDelete)
        {
            throw Errors.PermissionDenied(
                target, $"role {role} may not delete from {child}, whose rows would go too. Nothing was deleted");
        }
    }

    private static async Task<List<CascadeEdge>> LooseAsync(
        DatabaseTransaction transaction,
        RetentionRequest request,
        string role,
        HashSet<long> deletedFrom,
        CancellationToken cancellation)
    {
        List<CascadeEdge> loose = [];
        foreach (LooseFound found in await transaction.QueryAsync(
            Sql.Of("Retention/LooseReferences.sql"),
            [SessionRules.LooseReferences.Select(r => r.Table).ToArray(), SessionRules.LooseReferences.Select(r => r.Column).ToArray()],
            row => new LooseFound(
                row.GetInt32(0),
                row.GetBoolean(1),
                row.GetBoolean(2),
                row.GetBoolean(3),
                row.GetBoolean(4),
                row.GetBoolean(5),
                row.GetInt64(6)),
            cancellation))
        {
            (string table, string column, string sessionColumn) = SessionRules.LooseReferences[found.At - 1];
            CascadeEdge edge = new()
            {
                Table = new RelationName("public", table),
                IsPartitioned = found.IsPartitioned,
                Action = CascadeAction.Orphan,
                Columns = [column],
                ParentColumns = [sessionColumn],
                IsIndexed = found.IsIndexed,
                IsDeleted = request.IncludeOrphaned,
            };
            if (request.IncludeOrphaned)
            {
                Check(transaction.Target, new Way("", null, edge, false, found.IsBlinded, found.MayDelete, found.Oid), edge.Table, role);
                deletedFrom.Add(found.Oid);
            }

            if (found.MayRead && !found.IsBlinded)
            {
                loose.Add(edge);
            }
        }

        return loose;
    }

    private static async Task CheckTriggersAsync(
        DatabaseTransaction transaction,
        RelationName table,
        HashSet<long> tables,
        RetentionRequest request,
        CancellationToken cancellation)
    {
        if (request.AllowTriggers)
        {
            return;
        }

        List<string> triggers = await transaction.QueryAsync(
            Sql.Of("Retention/DeleteTriggers.sql"),
            [$"{{{string.Join(',', tables)}}}"],
            row => row.GetString(0),
            cancellation);
        if (triggers.Count > 0)
        {
            throw Errors.DeleteTriggers(transaction.Target, table.ToString(), triggers);
        }
    }

    private static Way Map(DbDataReader row)
    {
        CascadeAction action = row.GetString(6) switch
        {
            "c" => CascadeAction.Delete,
            "n" => CascadeAction.SetNull,
            "d" => CascadeAction.SetDefault,
            _ => CascadeAction.Restrict,
        };
        return new Way(
            row.GetString(0),
            row.StringOrNull(1),
            new CascadeEdge
            {
                Constraint = row.GetString(2),
                Table = new RelationName(row.GetString(3), row.GetString(4)),
                IsPartitioned = row.GetString(5) == "p",
                Action = action,
                Columns = row.GetFieldValue<string[]>(7),
                ParentColumns = row.GetFieldValue<string[]>(8),
                IsIndexed = row.GetBoolean(10),
                IsDeleted = action == CascadeAction.Delete,
                CountedOid = row.GetBoolean(14) ? row.GetInt64(13) : null,
            },
            row.GetBoolean(9),
            row.GetBoolean(11),
            row.GetBoolean(12),
            row.GetInt64(13));
    }

    private sealed record Way(
        string Path, string? ParentPath, CascadeEdge Edge, bool IsCycle, bool IsBlinded, bool MayDelete, long Oid);

    private sealed record LooseFound(
        int At, bool IsIndexed, bool IsBlinded, bool MayRead, bool MayDelete, bool IsPartitioned, long Oid);
}
