namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A function, as the schema cache knows it.</summary>
/// <param name="Schema">Its schema.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsVolatile">Whether it may change something.</param>
/// <param name="IsSet">Whether it returns several rows.</param>
/// <param name="Returns">void, scalar or composite.</param>
/// <param name="Arguments">What it is called with.</param>
internal sealed record RestFunction(
    string Schema, string Name, bool IsVolatile, bool IsSet, string Returns, IReadOnlyList<RestArgument> Arguments)
{
    public string QualifiedName => $"{SqlText.Quote(Schema)}.{SqlText.Quote(Name)}";

    public string Signature =>
        $"{Schema}.{Name}({string.Join(", ", Arguments.Select(argument => $"{argument.Name} => {argument.Type}"))})";

    /// <summary>Whether it can be called with just these arguments.</summary>
    public bool Takes(IReadOnlyCollection<string> names) =>
        names.All(name => Arguments.Any(argument => argument.Name == name))
        && Arguments.All(argument => argument.IsOptional || names.Contains(argument.Name));
}
