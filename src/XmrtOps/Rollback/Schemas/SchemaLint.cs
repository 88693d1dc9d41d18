namespace XmrtOps.Rollback.Schemas;

/// <summary>Something of a schema that is advised against.</summary>
/// <param name="Name">As the platform's advisors call it.</param>
/// <param name="Subject">What it is found at, as SQL writes it.</param>
/// <param name="OpensAccess">anon or authenticated reach rows by it that nothing filters.</param>
internal sealed record SchemaLint(string Name, string Subject, bool OpensAccess)
{
    public override string ToString() => $"{Name}: {Subject}";
}
