namespace XmrtOps.Platforms.Supabase;

/// <summary>An edge function's name, and the identifier that its log lines carry.</summary>
internal sealed record FunctionIdentity
{
    public string? Id { get; init; }

    public string? Slug { get; init; }
}
