namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Whom a request comes from.</summary>
/// <param name="Role">The role that it is served as.</param>
/// <param name="Claims">The token's claims as JSON, the role among them.</param>
/// <param name="IsAnonymous">Whether that is the role of callers without a token.</param>
internal sealed record RestCaller(string Role, string Claims, bool IsAnonymous);
