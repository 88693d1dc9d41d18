using XmrtOps.Authentication;
using XmrtOps.Integration.Tests.Sandboxes.Supabase;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Authentication;

/// <summary>Test-XmrtJwt with the keys that a project publishes, while they rotate.</summary>
public sealed class JwksTests
{
    [Fact]
    public async Task A_key_that_came_into_use_in_between_is_found_and_one_that_was_revoked_is_not()
    {
        await using SupabaseStandIn stand = new();
        using PwshSession session = new();
        session.Set("jwks", new Uri(stand.Platform.Address.BaseAddress, "auth/v1/.well-known/jwks.json"));
        Guid first = Rotate(stand);
        string old = Token(stand);
        Guid second = Guid.Empty;
        session.Set("rotate", (Func<string>)(() =>
        {
            second = Rotate(stand);
            return Token(stand);
        }));
        session.Set("revoke", (Func<string>)(() =>
        {
            stand.Platform.SigningKeys.Move(first, "revoked");
            return old;
        }));
        session.Set("old", old);

        IReadOnlyList<JwtCheck> checks =
        [
            .. session.Run("& { $old; $rotate.Invoke(); $old } | Test-XmrtJwt -Jwks $jwks").Succeeded().Of<JwtCheck>()
                .Where(check => check.Name == "Signature"),
        ];
        JwtCheck revoked = session.Run("$revoke.Invoke() | Test-XmrtJwt -Jwks $jwks").Succeeded().Of<JwtCheck>()
            .Single(check => check.Name == "Signature");

        // The first key is still trusted after the rotation: nobody is signed out.
        Assert.Equal([true, true, true], checks.Select(check => check.Passed));
        Assert.NotEqual(first, second);
        Assert.False(revoked.Passed);
        Assert.Contains("rotated out", revoked.Reason, StringComparison.Ordinal);
        // Once at first, once for the key that was not there, and once for the second call.
        Assert.Equal(3, stand.Platform.Address.Journal.Requests.Count);
    }

    [Fact]
    public async Task A_legacy_project_publishes_no_key_and_an_address_that_is_cut_off_leaves_it_unknown()
    {
        await using SupabaseStandIn stand = new();
        using PwshSession session = new();
        session.Set("jwks", new Uri(stand.Platform.Address.BaseAddress, "auth/v1/.well-known/jwks.json"));
        session.Set("token", Token(stand));

        Assert.Contains("no key", Signature(session).Reason, StringComparison.Ordinal);
        Assert.Null(Signature(session).Passed);
        stand.Platform.Address.Faults.Next(1, Fault.TruncateBody(), "/auth/v1/.well-known/jwks.json");
        Assert.Contains("cannot be reached", Signature(session).Reason, StringComparison.Ordinal);
    }

    private static JwtCheck Signature(PwshSession session) => session.Run("Test-XmrtJwt $token -Jwks $jwks").Succeeded().Of<JwtCheck>()
        .Single(check => check.Name == "Signature");

    private static Guid Rotate(SupabaseStandIn stand) => stand.Platform.SigningKeys.Create("ES256", "in_use").Id;

    private static string Token(SupabaseStandIn stand) => stand.Platform.SigningKeys.Sign(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["sub"] = $"{Guid.NewGuid()}",
        ["role"] = "authenticated",
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
    });
}
