using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of the functions' secrets.</summary>
internal static class SecretRoutes
{
    private const string Path = "/v1/projects/{ref}/secrets";
    private const int LongestName = 256;
    private const int LongestValue = 24_576;

    public static void Map(ManagementEndpoints endpoints, FunctionSecrets secrets)
    {
        endpoints.Map("GET", Path, "secrets:read", _ => StandInResponse.Json(
            200,
            secrets.Digests().Select(secret => new { name = secret.Name, value = secret.Digest, updated_at = secret.UpdatedAt })));
        endpoints.Map("POST", Path, "secrets:write", request =>
        {
            // All are looked at before the first one is set.
            (string Name, string Value)[] given = [.. request.ReadArray().Select(Check)];
            foreach (var (name, value) in given) secrets.Set(name, value);
            return StandInResponse.Empty(201);
        });
        endpoints.Map("DELETE", Path, "secrets:write", request =>
        {
            var names = request.ReadArray().Texts();
            foreach (var name in names) CheckName(name);
            foreach (var name in names) secrets.Remove(name);
            return StandInResponse.Empty(200);
        });
    }

    private static (string Name, string Value) Check(JsonNode? item)
    {
        var secret = item as JsonObject ?? throw new RefusalException(400, "Expected object");
        var name = secret.Required("name");
        CheckName(name);
        if (name.Length > LongestName) throw new RefusalException(400, $"name: Must contain at most {LongestName} characters");

        var value = secret.Text("value") ?? throw new RefusalException(400, "value: Required");
        if (value.Length > LongestValue) throw new RefusalException(400, $"value: Must contain at most {LongestValue} characters");

        return (name, value);
    }

    private static void CheckName(string name)
    {
        if (name.StartsWith(FunctionSecrets.PlatformPrefix, StringComparison.Ordinal))
        {
            throw new RefusalException(400, $"Name must not start with the {FunctionSecrets.PlatformPrefix} prefix");
        }
    }
}
