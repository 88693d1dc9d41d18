namespace XmrtOps.Platforms.Project;

/// <summary>A call of an edge function.</summary>
/// <param name="Slug">The function.</param>
internal sealed record FunctionCall(string Slug)
{
    /// <summary>OPTIONS and HEAD do nothing in a function that is written as usual; a POST may do anything.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    public FunctionKey Key { get; init; } = FunctionKey.Anon;

    public string? JsonBody { get; init; }

    /// <summary>Wait for an answer; 70 s if null.</summary>
    public TimeSpan? Timeout { get; init; }
}
