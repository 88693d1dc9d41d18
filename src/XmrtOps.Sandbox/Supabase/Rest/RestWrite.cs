using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>POST, PATCH and DELETE of a table or view.</summary>
internal static class RestWrite
{
    public static RestPlan Insert(RestContext context, string name)
    {
        var (query, table) = Begin(context, name);
        var payload = RestPayload.Read(context.Request, query.Columns, isCall: false);
        var location = query.Preferences.Return == "headers-only" && table.Key.Count > 0 ? table.Key : null;
        var sql = new SqlText().Add("WITH rest_source AS (");
        RestInsert.Write(sql, table, query, payload);
        WriteReturning(sql, table, query, location);
        sql.Add(")");
        WriteResult(sql, table, query, location);
        return Plan(query, sql, result =>
        {
            var isMerged = query.Preferences.Resolution == "merge-duplicates" && result.Inserted <= 0;
            var response = query.Preferences.Return == "representation"
                ? RestReply.WithBody(context, query, isMerged ? 200 : 201, result)
                : StandInResponse.Empty(isMerged ? 200 : 201);
            if (result.Location is not null) response = response.With("Location", $"/{Uri.EscapeDataString(table.Name)}?{Key(result.Location)}");
            return response.With("Content-Range", RestRange.ContentRange(1, 0, Total(query, result)));
        }) with { IsChange = false };
    }

    public static RestPlan Update(RestContext context, string name)
    {
        var (query, table) = Begin(context, name);
        var payload = RestPayload.Read(context.Request, query.Columns, isCall: false);
        DemandFilter(query, "UPDATE");
        var sql = new SqlText();
        if (payload.Keys.Count == 0)
        {
            // Nothing to be changed, and nobody to be asked about it.
            RestResult.Write(sql, Shape(query), () => sql.Add("(SELECT WHERE false)"));
        }
        else
        {
            sql.Add("WITH rest_source AS (");
            RestInsert.WriteUpdate(sql, table, query, payload);
            new RestSource(table.QualifiedName, table).WriteWhere(sql, query.Filters);
            WriteReturning(sql, table, query, location: null);
            sql.Add(")");
            WriteResult(sql, table, query, location: null);
        }

        return Plan(query, sql, result => Changed(context, query, result, RestRange.ContentRange(0, result.Rows, Total(query, result))));
    }

    public static RestPlan Delete(RestContext context, string name)
    {
        var (query, table) = Begin(context, name);
        DemandFilter(query, "DELETE");
        var sql = new SqlText().Add($"WITH rest_source AS (DELETE FROM {table.QualifiedName}");
        new RestSource(table.QualifiedName, table).WriteWhere(sql, query.Filters);
        WriteReturning(sql, table, query, location: null);
        sql.Add(")");
        WriteResult(sql, table, query, location: null);
        return Plan(query, sql, result => Changed(context, query, result, RestRange.ContentRange(1, 0, Total(query, result))));
    }

    private static (RestQuery Query, RestTable Table) Begin(RestContext context, string name)
    {
        var query = RestQuery.Read(context.Request);
        var table = context.Schema.Table(context.SchemaName, name);
        if (query.Select.Embedded is { } embedded) throw RestErrors.NoRelationship(table.Schema, table.Name, embedded);

        query.Preferences.Apply("return", query.Preferences.Return);
        if (query.Preferences.Count == "exact") query.Preferences.Apply("count", "exact");
        return (query, table);
    }

    // The extension safeupdate, which the platform loads for this role.
    private static void DemandFilter(RestQuery query, string statement)
    {
        if (query.Filters.Count == 0) throw new RestException(400, "21000", $"{statement} requires a WHERE clause");
    }

    private static RestPlan Plan(RestQuery query, SqlText sql, Func<RestResult, StandInResponse> answer) => new()
    {
        Statement = sql,
        IsWrite = true,
        IsChange = true,
        Query = query,
        Answer = result => RestReply.Finish(query, result, answer(result)),
    };

    private static StandInResponse Changed(RestContext context, RestQuery query, RestResult result, string range)
    {
        var response = query.Preferences.Return == "representation"
            ? RestReply.WithBody(context, query, 200, result)
            : StandInResponse.Empty(204);
        return response.With("Content-Range", range);
    }

    private static long? Total(RestQuery query, RestResult result) =>
        query.Preferences.Count is "exact" or "estimated" ? result.Rows : null;

    private static RestShape Shape(RestQuery query) =>
        query.Preferences.Return != "representation" ? RestShape.None
        : query.IsSingle ? RestShape.Row
        : RestShape.Rows;

    // Only what is asked for: each column that comes back has to be readable.
    private static void WriteReturning(SqlText sql, RestTable table, RestQuery query, IReadOnlyList<string>? location)
    {
        var isFull = query.Preferences.Return == "representation";
        if (isFull && query.Select.Items.Any(item => item.Field is null))
        {
            sql.Add($" RETURNING {table.QualifiedName}.*");
            return;
        }

        List<string> names = [.. location ?? []];
        if (isFull) names.AddRange(query.Select.Items.Select(item => item.Field!.Name).Concat(query.Order.Select(key => key.Field.Name)));
        sql.Add(" RETURNING ");
        if (names.Count == 0) sql.Add("1");
        else sql.List(names.Distinct(StringComparer.Ordinal), column => sql.Add($"{table.QualifiedName}.").Name(column));
    }

    private static void WriteResult(SqlText sql, RestTable table, RestQuery query, IReadOnlyList<string>? location)
    {
        var source = new RestSource("rest_source", table);
        var isFull = query.Preferences.Return == "representation";
        RestResult.Write(sql, Shape(query), Rows, total: null, location is null ? null : Location);

        void Rows()
        {
            sql.Add("(SELECT ");
            if (isFull) source.Write(sql, query.Select);
            sql.Add(" FROM rest_source");
            if (isFull) source.WriteOrder(sql, query.Order);
            sql.Add(")");
        }

        void Location()
        {
            sql.Add("(SELECT row_to_json(k)::text FROM (SELECT ").List(location!, column => sql.Name(column));
            sql.Add(" FROM rest_source LIMIT 1) k)");
        }
    }

    private static string Key(string json) => string.Join('&', JsonNode.Parse(json)!.AsObject().Select(member =>
        $"{Uri.EscapeDataString(member.Key)}={(member.Value is null ? "is.null" : $"eq.{Uri.EscapeDataString($"{member.Value}")}")}"));
}
