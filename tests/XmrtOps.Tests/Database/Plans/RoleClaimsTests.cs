using System.Text.Json;
using XmrtOps.Database.Plans;

namespace XmrtOps.Tests.Database.Plans;

public sealed class RoleClaimsTests
{
    [Fact]
    public void Claims_are_json_whatever_is_in_them_and_the_role_is_among_them()
    {
        RoleClaims claims = RoleClaims.Of(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["sub"] = "a\"b'c\\d",
                ["exp"] = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                ["app_metadata"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["roles"] = new List<object?> { "x", 1, null, true } },
                ["odd name; --"] = 1,
                ["nothing"] = null,
            },
            "authenticated");

        using JsonDocument json = JsonDocument.Parse(claims.Json);
        Assert.Equal("a\"b'c\\d", json.RootElement.GetProperty("sub").GetString());
        Assert.Equal(1767225600, json.RootElement.GetProperty("exp").GetInt64());
        Assert.Equal(4, json.RootElement.GetProperty("app_metadata").GetProperty("roles").GetArrayLength());
        Assert.Equal("authenticated", json.RootElement.GetProperty("role").GetString());
        Assert.Equal(["sub", "exp", "app_metadata", "role"], claims.Single.Select(claim => claim.Key));
    }

    [Fact]
    public void A_role_that_was_given_among_the_claims_stays() => Assert.Contains(
        "\"role\":\"anon\"",
        RoleClaims.Of(new Dictionary<string, object?>(StringComparer.Ordinal) { ["role"] = "anon" }, "authenticated").Json,
        StringComparison.Ordinal);
}
