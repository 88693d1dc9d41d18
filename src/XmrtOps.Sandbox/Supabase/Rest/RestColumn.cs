namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A column, as the schema cache knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, qualified where it is not PostgreSQL's own.</param>
/// <param name="Default">The expression of its default; null for none.</param>
/// <param name="IsKey">Whether it is part of the primary key.</param>
internal sealed record RestColumn(string Name, string Type, string? Default, bool IsKey);
