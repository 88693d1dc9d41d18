using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>The Management API's routes of lints. They are computed from the database's catalog as it is.</summary>
internal static class AdvisorRoutes
{
    private const string Path = "/v1/projects/{ref}/advisors/";

    public static void Map(ManagementEndpoints endpoints, SupabasePlatform platform)
    {
        endpoints.Map("GET", Path + "performance", "database:read", (_, cancellation) =>
            LintsAsync(platform, "performance", "Supabase/advisors-performance.sql", cancellation));
        endpoints.Map("GET", Path + "security", "database:read", (_, cancellation) =>
            LintsAsync(platform, "security", "Supabase/advisors-security.sql", cancellation));
    }

    private static async Task<StandInResponse> LintsAsync(
        SupabasePlatform platform, string category, string statement, CancellationToken cancellation)
    {
        var sql = EmbeddedSql.Read(statement);
        var rows = await QueryRoutes.RowsAsync(platform.Database, sql, [], settings: null, cancellation).ConfigureAwait(false);
        var lints = rows.Select(row => Lint(row!.AsObject(), category));
        if (category == "security" && !platform.Network.IsSslEnforced)
        {
            lints = lints.Append(OfProject("ssl_not_enforced", "SSL Not Enforced", "The database takes connections without SSL"));
        }

        if (category == "security" && platform.AuthConfig["password_hibp_enabled"]?.GetValue<bool>() != true)
        {
            lints = lints.Append(OfProject(
                "auth_leaked_password_protection",
                "Leaked Password Protection Disabled",
                "Leaked password protection is disabled"));
        }

        return StandInResponse.Json(200, new { lints });
    }

    private static object Lint(JsonObject row, string category)
    {
        var metadata = new JsonObject
        {
            ["schema"] = row.Text("schema"), ["name"] = row.Text("entity"), ["type"] = row.Text("type"),
        };
        if (row.Text("fkey_name") is { } key)
        {
            metadata["fkey_name"] = key;
            metadata["fkey_columns"] = row["fkey_columns"]?.DeepClone();
        }

        return Shape(
            row.Text("name")!, row.Text("title")!, row.Text("level")!, category.ToUpperInvariant(),
            row.Text("description")!, row.Text("detail")!, metadata);
    }

    private static object OfProject(string name, string title, string detail) =>
        Shape(name, title, "WARN", "SECURITY", detail, detail, new JsonObject { ["type"] = "compliance" });

    private static object Shape(
        string name, string title, string level, string category, string description, string detail, JsonObject metadata) => new
    {
        name,
        title,
        level,
        facing = "EXTERNAL",
        categories = new[] { category },
        description,
        detail,
        remediation = $"https://supabase.com/docs/guides/database/database-linter?lint={name}",
        metadata,
        cache_key = $"{name}_{metadata["schema"]}_{metadata["name"]}_{metadata["fkey_name"]}".TrimEnd('_'),
    };
}
