using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>A request with what it is served by.</summary>
internal sealed record RestContext(
    SupabasePlatform Platform, StandInRequest Request, RestSettings Settings, RestSchema Schema, RestCaller Caller)
{
    /// <summary>Where the service is to be found; it does not see that part itself.</summary>
    public const string Root = "/rest/v1";

    private const string Peer = "127.0.0.1";

    /// <summary>The schema that it is about.</summary>
    public string SchemaName
    {
        get
        {
            var header = IsWrite ? "Content-Profile" : "Accept-Profile";
            var schemas = Settings.Schemas;
            if (Request.Headers.GetValueOrDefault(header) is not { } name) return schemas.Count > 0 ? schemas[0] : string.Empty;

            return schemas.Contains(name) ? name : throw RestErrors.SchemaNotExposed(name, schemas);
        }
    }

    /// <summary>Whether the schema was chosen among several.</summary>
    public bool IsSchemaNegotiated => Settings.Schemas.Count != 1 || Request.Headers.ContainsKey("Accept-Profile")
        || Request.Headers.ContainsKey("Content-Profile");

    private bool IsWrite => Request.Method is "POST" or "PATCH" or "PUT" or "DELETE";

    /// <summary>Everything that the transaction is to know of the request, in the order in which it is set.</summary>
    public IEnumerable<(string Name, string Value)> Variables()
    {
        yield return ("search_path", string.Join(", ", Settings.ExtraSearchPath.Prepend(SchemaName).Select(SqlText.Quote)));
        // Before the role, which might not be allowed to.
        foreach (var setting in Settings.Roles[Caller.Role]) yield return setting;
        yield return ("role", Caller.Role);
        yield return ("request.jwt.claims", Caller.Claims);
        yield return ("request.method", Request.Method);
        yield return ("request.path", Request.Path[Root.Length..]);
        yield return ("request.headers", JsonSerializer.Serialize(Headers()));
        yield return ("request.cookies", JsonSerializer.Serialize(Cookies()));
    }

    // The gateway says whom a request came from.
    private Dictionary<string, string> Headers()
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-forwarded-for"] = Peer };
        foreach (var (name, value) in Request.Headers)
        {
            if (!name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)) headers[name.ToLowerInvariant()] = value;
        }

        return headers;
    }

    private Dictionary<string, string> Cookies() => Request.Headers.GetValueOrDefault("Cookie", string.Empty)
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .GroupBy(pair => pair[0], StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.First().ElementAtOrDefault(1) ?? string.Empty, StringComparer.Ordinal);
}
