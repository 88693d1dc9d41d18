using System.Collections.Concurrent;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The tokens that the Management API takes; any other one is answered with 401.</summary>
public sealed class ManagementTokens
{
    private const string Owner = "owner";

    private readonly ConcurrentDictionary<string, ManagementToken> _tokens = new(StringComparer.Ordinal);

    internal ManagementTokens(string ownerToken) => Add(ownerToken);

    /// <summary>Adds a personal token of the project's owner.</summary>
    /// <param name="token">sbp_ and 40 hexadecimal digits.</param>
    /// <param name="scopes">What a fine-grained token may do, such as secrets:read; none for everything.</param>
    public void Add(string token, params string[] scopes) =>
        _tokens[token] = new ManagementToken(Owner, ScopesOf(scopes), IsPartnerApp: false);

    /// <summary>Adds a token of a partner's OAuth app, to which the migration endpoints are open.</summary>
    public void AddPartnerApp(string token) => _tokens[token] = new ManagementToken("app", Scopes: null, IsPartnerApp: true);

    /// <summary>Leaves a token these scopes only.</summary>
    public void Restrict(string token, params string[] scopes) =>
        _tokens.AddOrUpdate(
            token,
            _ => new ManagementToken(Owner, ScopesOf(scopes), IsPartnerApp: false),
            (_, known) => known with { Scopes = scopes.ToHashSet(StringComparer.Ordinal) });

    /// <summary>Ends a token: 401 from now on.</summary>
    public void Revoke(string token) => _tokens.TryRemove(token, out _);

    internal ManagementToken? Find(string? token) => token is null ? null : _tokens.GetValueOrDefault(token);

    private static HashSet<string>? ScopesOf(string[] scopes) =>
        scopes.Length == 0 ? null : scopes.ToHashSet(StringComparer.Ordinal);
}
