using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>GET and HEAD of a table or view.</summary>
internal static class RestRead
{
    public static RestPlan Of(RestContext context, string name)
    {
        var query = RestQuery.Read(context.Request);
        var table = context.Schema.Table(context.SchemaName, name);
        if (query.Select.Embedded is { } embedded) throw RestErrors.NoRelationship(table.Schema, table.Name, embedded);

        var range = query.Range.AtMost(context.Settings.MaxRows);
        var source = new RestSource(table.QualifiedName, table);
        var sql = new SqlText().Add("WITH rest_source AS (SELECT ");
        source.Write(sql, query.Select);
        sql.Add($" FROM {table.QualifiedName}");
        source.WriteWhere(sql, query.Filters);
        source.WriteOrder(sql, query.Order);
        WriteLimit(sql, range);
        sql.Add(")");
        var counts = query.Preferences.Count is "exact" or "estimated";
        if (counts)
        {
            sql.Add($", rest_count AS (SELECT FROM {table.QualifiedName}");
            source.WriteWhere(sql, query.Filters);
            // More than that are estimated.
            if (query.Preferences.Count == "estimated" && context.Settings.MaxRows is { } most)
                sql.Add(" LIMIT ").Value((most + 1).ToString(CultureInfo.InvariantCulture));
            sql.Add(")");
        }

        RestResult.Write(
            sql,
            query.IsSingle ? RestShape.Row : RestShape.Rows,
            () => sql.Add("(SELECT * FROM rest_source)"),
            counts ? () => sql.Add("(SELECT count(*) FROM rest_count)") : null);
        query.Preferences.Apply("count", query.Preferences.Count);
        return new RestPlan
        {
            Statement = sql,
            IsWrite = false,
            Query = query,
            Explained = query.Preferences.Count is "planned" or "estimated" ? Explain(source, query) : null,
            Answer = result => RestReply.OfRows(context, query, result, range.Offset)
                .With("Content-Location", $"/{Uri.EscapeDataString(table.Name)}{Canonical(context.Request)}"),
        };
    }

    public static void WriteLimit(SqlText sql, RestRange range)
    {
        if (range.Limit is { } limit) sql.Add(" LIMIT ").Value(limit.ToString(CultureInfo.InvariantCulture));
        if (range.Offset > 0) sql.Add(" OFFSET ").Value(range.Offset.ToString(CultureInfo.InvariantCulture));
    }

    private static SqlText Explain(RestSource source, RestQuery query)
    {
        var sql = new SqlText().Add($"EXPLAIN (FORMAT JSON) SELECT FROM {source.Name}");
        source.WriteWhere(sql, query.Filters);
        return sql;
    }

    private static string Canonical(StandInRequest request)
    {
        var pairs = request.Query
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => pair.Value.Select(value => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value)}"));
        return request.Query.Count == 0 ? string.Empty : $"?{string.Join('&', pairs)}";
    }
}
