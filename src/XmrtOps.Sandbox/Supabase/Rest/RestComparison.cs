namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A column compared with a value.</summary>
/// <param name="Field">The column.</param>
/// <param name="IsNegated">Whether the opposite has to hold.</param>
/// <param name="Operator">The operator, as PostgreSQL writes it; from a list of our own.</param>
/// <param name="Value">The value; null where the operator says it all.</param>
/// <param name="Quantifier">ANY or ALL, of the elements of the value; null for the value itself.</param>
internal sealed record RestComparison(
    RestField Field, bool IsNegated, string Operator, string? Value, string? Quantifier) : RestCondition
{
    public override void WriteTo(SqlText sql, RestSource source)
    {
        if (IsNegated) sql.Add("NOT ");
        source.Write(sql, Field);
        sql.Add($" {Operator}");
        if (Value is null) return;

        sql.Add(" ");
        if (Quantifier is null)
        {
            sql.Value(Value);
            return;
        }

        sql.Add($"{Quantifier} (").Value(Value).Add(")");
    }
}
