using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>GET and POST of a function.</summary>
internal static class RestCall
{
    public static RestPlan Of(RestContext context, string name)
    {
        var isPost = context.Request.Method == "POST";
        var query = RestQuery.Read(context.Request, takesArguments: !isPost);
        var payload = isPost ? RestPayload.Read(context.Request, query.Columns, isCall: true) : null;
        var given = payload?.Keys ?? [.. query.Arguments.Keys];
        var function = context.Schema.Function(context.SchemaName, name, given);
        if (query.Select.Embedded is { } embedded) throw RestErrors.NoRelationship(function.Schema, function.Name, embedded);

        RestArgument[] arguments = [.. given.Select(one => function.Arguments.First(argument => argument.Name == one))];
        var range = query.Range.AtMost(context.Settings.MaxRows);
        var isComposite = function.Returns == "composite";
        var source = new RestSource("rest_call", Table: null);
        var sql = new SqlText().Add($"WITH rest_call AS (SELECT call.{(isComposite ? "*" : "pgrst_scalar")} FROM ");
        if (payload is not null && arguments.Length > 0) WriteBody(sql, arguments, payload);
        WriteCall(sql, function, arguments, payload is null ? query.Arguments : null);
        sql.Add(isComposite ? " AS call" : " AS call (pgrst_scalar)").Add("), rest_source AS (SELECT ");
        if (isComposite) source.Write(sql, query.Select);
        else sql.Add("rest_call.pgrst_scalar");
        sql.Add(" FROM rest_call");
        source.WriteWhere(sql, query.Filters);
        source.WriteOrder(sql, query.Order);
        RestRead.WriteLimit(sql, range);
        sql.Add(")");
        RestResult.Write(sql, Shape(function, query), () => sql.Add("(SELECT * FROM rest_source)"), Total(sql, source, query));
        if (query.Preferences.Count == "exact") query.Preferences.Apply("count", "exact");
        return new RestPlan
        {
            Statement = sql,
            IsWrite = isPost && function.IsVolatile,
            Query = query,
            Answer = result => function.Returns == "void"
                ? RestReply.Finish(query, result, StandInResponse.Empty(204).With("Content-Range", RestRange.ContentRange(0, result.Rows, null)))
                : RestReply.OfRows(context, query, result, range.Offset),
        };
    }

    private static Action? Total(SqlText sql, RestSource source, RestQuery query)
    {
        if (query.Preferences.Count != "exact") return null;

        return () =>
        {
            sql.Add("(SELECT count(*) FROM rest_call");
            source.WriteWhere(sql, query.Filters);
            sql.Add(")");
        };
    }

    private static RestShape Shape(RestFunction function, RestQuery query) => (function.Returns, function.IsSet) switch
    {
        ("void", _) => RestShape.None,
        ("composite", true) => query.IsSingle ? RestShape.Row : RestShape.Rows,
        ("composite", false) => RestShape.Row,
        (_, true) => query.IsSingle ? RestShape.Value : RestShape.Values,
        _ => RestShape.Value,
    };

    private static void WriteBody(SqlText sql, RestArgument[] arguments, RestPayload payload)
    {
        sql.Add("(SELECT * FROM json_to_recordset(").Value(payload.Json).Add("::json) AS given (");
        sql.List(arguments, argument => sql.Name(argument.Name).Add($" {argument.Type}"));
        sql.Add(") LIMIT 1) body, LATERAL ");
    }

    private static void WriteCall(
        SqlText sql, RestFunction function, RestArgument[] arguments, IReadOnlyDictionary<string, string>? values)
    {
        sql.Add($"{function.QualifiedName}(");
        sql.List(arguments, argument =>
        {
            if (argument.IsVariadic) sql.Add("VARIADIC ");
            sql.Name(argument.Name).Add(" := ");
            if (values is null) sql.Add("body.").Name(argument.Name);
            else sql.Value(values[argument.Name]).Add($"::{argument.Type}");
        });
        sql.Add(")");
    }
}
