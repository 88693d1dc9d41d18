namespace XmrtOps.Platforms.Vercel;

/// <summary>An address to be led to a deployment.</summary>
/// <param name="Alias">The host name.</param>
internal sealed record VercelAliasAssignment(string Alias);
