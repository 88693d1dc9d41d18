namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>An argument of a function.</summary>
/// <param name="Name">Its name; empty for one without.</param>
/// <param name="Type">Its type, qualified where it is not PostgreSQL's own.</param>
/// <param name="IsOptional">Whether it has a default.</param>
/// <param name="IsVariadic">Whether it takes any number of values.</param>
internal sealed record RestArgument(string Name, string Type, bool IsOptional, bool IsVariadic);
