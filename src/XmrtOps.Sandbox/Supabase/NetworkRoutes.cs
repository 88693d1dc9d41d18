using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of network bans, network restrictions and TLS enforcement.</summary>
internal static class NetworkRoutes
{
    private const string Project = "/v1/projects/{ref}";
    private const string Bans = Project + "/network-bans";
    private const string Restrictions = Project + "/network-restrictions";
    private const string Ssl = Project + "/ssl-enforcement";

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        var network = platform.Network;
        // Reading, and a POST, and 201: as the real one has it.
        endpoints.Map("POST", Bans + "/retrieve", "projects:read", _ =>
            StandInResponse.Json(201, new { banned_ipv4_addresses = network.Bans }));
        endpoints.Map("POST", Bans + "/retrieve/enriched", "projects:read", _ => StandInResponse.Json(201, new
        {
            banned_ipv4_addresses = network.Bans.Select(address => new
            {
                banned_address = address, identifier = platform.Project.Ref, type = "supavisor",
            }),
        }));
        endpoints.Map("DELETE", Bans, "projects:write", request =>
        {
            var body = request.ReadObject();
            var addresses = body.Texts("ipv4_addresses") ?? throw new RefusalException(400, "ipv4_addresses: Required");
            network.Unban(body.Flag("requester_ip") == true ? [.. addresses, "127.0.0.1"] : addresses);
            return StandInResponse.Empty(200);
        });
        endpoints.Map("GET", Restrictions, "projects:read", _ => StandInResponse.Json(200, Shape(network, Lists(network))));
        endpoints.Map("POST", Restrictions + "/apply", "projects:write", request =>
        {
            var body = request.ReadObject();
            network.Restrict(body.Texts("dbAllowedCidrs") ?? [], body.Texts("dbAllowedCidrsV6") ?? []);
            return StandInResponse.Json(201, Shape(network, Lists(network)));
        });
        endpoints.Map("PATCH", Restrictions, "projects:write", request => Change(network, request));
        endpoints.Map("GET", Ssl, "database:read", _ => StandInResponse.Json(200, SslShape(network)));
        endpoints.Map("PUT", Ssl, "database:write", request =>
        {
            network.IsSslEnforced = (request.ReadObject()["requestedConfig"] as JsonObject)?.Flag("database")
                ?? throw new RefusalException(400, "requestedConfig: Required");
            return StandInResponse.Json(200, SslShape(network));
        });
    }

    private static object SslShape(NetworkAccess network) => new
    {
        currentConfig = new { database = network.IsSslEnforced },
        appliedSuccessfully = true,
    };

    private static object Lists(NetworkAccess network) => new
    {
        dbAllowedCidrs = network.Allowed,
        dbAllowedCidrsV6 = network.AllowedV6,
    };

    private static JsonNode Shape(NetworkAccess network, object config) => SparseJson.Of(new
    {
        entitlement = "allowed",
        config,
        status = network.IsApplied ? "applied" : "stored",
        updated_at = network.ChangedAt,
        applied_at = network.IsApplied ? network.ChangedAt + network.ApplyTakes : null,
    });

    private static StandInResponse Change(NetworkAccess network, StandInRequest request)
    {
        var body = request.ReadObject();
        var (add, remove) = (body["add"] as JsonObject ?? [], body["remove"] as JsonObject ?? []);
        network.Restrict(
            Changed(network.Allowed, "dbAllowedCidrs", add, remove),
            Changed(network.AllowedV6, "dbAllowedCidrsV6", add, remove));
        // Unlike the other two, this one answers with objects.
        return StandInResponse.Json(200, Shape(network, new
        {
            dbAllowedCidrs = network.Allowed.Select(address => new { address, type = "v4" })
                .Concat(network.AllowedV6.Select(address => new { address, type = "v6" })),
        }));
    }

    private static string[] Changed(IReadOnlyList<string> now, string name, JsonObject add, JsonObject remove) =>
        [.. now.Except(remove.Texts(name) ?? [], StringComparer.Ordinal).Union(add.Texts(name) ?? [], StringComparer.Ordinal)];
}
