using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of API keys.</summary>
internal static partial class ApiKeyRoutes
{
    private const string Read = "secrets:read";
    private const string Write = "secrets:write";
    private const string List = "/v1/projects/{ref}/api-keys";
    private const string One = List + "/{id}";
    private const string Legacy = List + "/legacy";

    public static void Map(ManagementEndpoints endpoints, ApiKeys keys)
    {
        endpoints.MapAlways("GET", List, Read, request =>
            StandInResponse.Json(200, keys.All.Select(key => key.Shape(Reveals(request)))));
        endpoints.Map("POST", List, Write, request => Create(keys, request));
        endpoints.Map("GET", One, Read, request => StandInResponse.Json(
            200,
            (keys.Find(request.Values["id"]) ?? throw new RefusalException(404, "API key not found")).Shape(Reveals(request))));
        endpoints.Map("PATCH", One, Write, request =>
        {
            var body = request.ReadObject();
            var changed = keys.Change(request.Values["id"], body.Text("name"), body.Text("description"));
            return StandInResponse.Json(200, changed.Shape(Reveals(request)));
        });
        endpoints.Map("DELETE", One, Write, request =>
            StandInResponse.Json(200, keys.Delete(request.Values["id"]).Shape(Reveals(request))));
        endpoints.Map("GET", Legacy, Read, _ => LegacyState(keys));
        endpoints.Map("PUT", Legacy, Write, request =>
        {
            if (!keys.HasLegacyEndpoint) throw new RefusalException(404, "Cannot PUT legacy API keys");
            if (!bool.TryParse(request.First("enabled"), out var isEnabled)) throw new RefusalException(400, "enabled: Required");

            keys.AreLegacyEnabled = isEnabled;
            return LegacyState(keys);
        });
    }

    private static StandInResponse LegacyState(ApiKeys keys) => keys.HasLegacyEndpoint
        ? StandInResponse.Json(200, new { enabled = keys.AreLegacyEnabled })
        : throw new RefusalException(404, "Cannot GET legacy API keys");

    private static StandInResponse Create(ApiKeys keys, StandInRequest request)
    {
        var body = request.ReadObject();
        var type = body.Required("type");
        if (type is not ("publishable" or "secret")) throw new RefusalException(400, "type: Invalid enum value");

        var name = body.Required("name");
        if (!NamePattern().IsMatch(name)) throw new RefusalException(400, "name: Invalid");

        var role = (body["secret_jwt_template"] as JsonObject)?.Text("role");
        return StandInResponse.Json(201, keys.Create(type, name, body.Text("description"), role).Shape(Reveals(request)));
    }

    private static bool Reveals(StandInRequest request) => request.First("reveal") == "true";

    [GeneratedRegex(@"\A[a-z_][a-z0-9_]{3,63}\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();
}
