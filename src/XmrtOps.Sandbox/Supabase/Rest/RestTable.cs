namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A table or view, as the schema cache knows it.</summary>
internal sealed record RestTable(string Schema, string Name, IReadOnlyList<RestColumn> Columns)
{
    /// <summary>As it stands in a statement.</summary>
    public string QualifiedName => $"{SqlText.Quote(Schema)}.{SqlText.Quote(Name)}";

    public IReadOnlyList<string> Key => [.. Columns.Where(column => column.IsKey).Select(column => column.Name)];

    public RestColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    public RestColumn Demand(string name) => Find(name) ?? throw RestErrors.NoColumn(Name, name);
}
