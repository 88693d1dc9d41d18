namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Several conditions, of which all or any have to hold.</summary>
internal sealed record RestLogic(bool IsNegated, bool IsAny, IReadOnlyList<RestCondition> Conditions) : RestCondition
{
    public override void WriteTo(SqlText sql, RestSource source)
    {
        sql.Add(IsNegated ? "NOT (" : "(");
        for (var position = 0; position < Conditions.Count; position++)
        {
            if (position > 0) sql.Add(IsAny ? " OR " : " AND ");
            Conditions[position].WriteTo(sql, source);
        }

        sql.Add(")");
    }
}
