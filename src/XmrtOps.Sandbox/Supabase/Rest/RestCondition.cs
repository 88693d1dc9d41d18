namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What rows have to fulfil.</summary>
internal abstract record RestCondition
{
    /// <summary>Writes it as an expression.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="source">Where the columns come from.</param>
    public abstract void WriteTo(SqlText sql, RestSource source);
}
