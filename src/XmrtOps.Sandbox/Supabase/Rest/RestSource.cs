namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Where the columns of a statement come from: a table, or the rows that an earlier part of it has made.</summary>
/// <param name="Name">It, as it stands in the statement.</param>
/// <param name="Table">The table as it is known; null for a function's result.</param>
internal sealed record RestSource(string Name, RestTable? Table)
{
    public void Write(SqlText sql, RestField field)
    {
        // Only JSON has a way into it; what is none is made some.
        var isConverted = field.Path.Count > 0 && Table?.Find(field.Name) is not { Type: "json" or "jsonb" };
        if (isConverted) sql.Add("to_jsonb(");
        sql.Add(Name).Add(".").Name(field.Name);
        if (isConverted) sql.Add(")");
        foreach (var step in field.Path)
        {
            sql.Add(step.AsText ? "->>" : "->").Value(step.Key);
            if (step.IsIndex) sql.Add("::integer");
        }
    }

    /// <summary>Writes the columns of a result.</summary>
    public void Write(SqlText sql, RestSelect select) => sql.List(select.Items, item =>
    {
        if (item.Field is not { } field)
        {
            sql.Add(Name).Add(".*");
            return;
        }

        if (item.Cast is not null) sql.Add("CAST(");
        Write(sql, field);
        if (item.Cast is { } type) sql.Add($" AS {type})");
        if (item.Alias is not null || item.Cast is not null || field.Path.Count > 0)
            sql.Add(" AS ").Name(item.Alias ?? field.ResultName);
    });

    public void WriteWhere(SqlText sql, IReadOnlyList<RestCondition> filters)
    {
        for (var position = 0; position < filters.Count; position++)
        {
            sql.Add(position == 0 ? " WHERE " : " AND ");
            filters[position].WriteTo(sql, this);
        }
    }

    public void WriteOrder(SqlText sql, IReadOnlyList<RestOrder> order)
    {
        if (order.Count == 0) return;

        sql.Add(" ORDER BY ").List(order, key =>
        {
            Write(sql, key.Field);
            sql.Add($" {key.Direction} {key.Nulls}");
        });
    }
}
