namespace XmrtOps.Platforms.Project;

/// <summary>Which key a call of a function brings along.</summary>
internal enum FunctionKey
{
    None,
    Anon,
    Service,
}
