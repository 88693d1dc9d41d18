namespace XmrtOps.Sandbox.Supabase;

/// <summary>What a token of the Management API may do.</summary>
/// <param name="User">Whose it is: the tokens of one user share the rate limits.</param>
/// <param name="Scopes">What it may do, such as edge_functions:write; null for everything that its user may.</param>
/// <param name="IsPartnerApp">Whether it is a partner's OAuth app, to which alone the migration endpoints are open.</param>
internal sealed record ManagementToken(string User, IReadOnlySet<string>? Scopes, bool IsPartnerApp)
{
    public bool Allows(string scope) => scope.Length == 0 || Scopes?.Contains(scope) != false;
}
