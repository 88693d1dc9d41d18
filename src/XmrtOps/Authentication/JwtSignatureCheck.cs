using System.Globalization;
using XmrtOps.Adapters;

namespace XmrtOps.Authentication;

/// <summary>Holds the signature of a token against a secret or a set of keys.</summary>
internal static class JwtSignatureCheck
{
    public static async Task<JwtCheck> OfAsync(
        string token, TokenKind kind, JwtParts parts, JwtExpectation expected, CancellationToken cancellation)
    {
        string algorithm = parts.Algorithm;
        if (!parts.HasSignature || algorithm.Length == 0 || algorithm.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return Failed(
                kind,
                algorithm,
                parts.HasSignature ? "Its header names no algorithm ('none'): such a token must never be taken." : "It has no signature.",
                "Nothing that Supabase issues looks like that. Find out where it came from.");
        }

        if (expected.Secret is { } secret)
        {
            return BySecret(token, kind, algorithm, secret);
        }

        if (expected.Jwks is not { } source)
        {
            return Unknown("Decoded, not verified: neither -Secret nor -Jwks was given.", algorithm.StartsWith("HS", StringComparison.Ordinal)
                ? "Give -Secret: it is signed with the project's legacy secret."
                : "Give -Jwks https://<ref>.supabase.co/auth/v1/.well-known/jwks.json");
        }

        bool wasKept = source.IsKept;
        JwksText set = await source.ReadAsync(isFresh: false, cancellation);
        JwtCheck check = ByKeys(token, kind, parts, set);
        return check is { Passed: false } && source.IsRemote && wasKept
            ? ByKeys(token, kind, parts, await source.ReadAsync(isFresh: true, cancellation))
            : check;
    }

    private static JwtCheck BySecret(string token, TokenKind kind, string algorithm, byte[] secret) =>
        JwtSignature.Check(token, algorithm, secret).State switch
        {
            SignatureState.Valid => Passed("The signature is that of the secret given."),
            SignatureState.NoKeys => Unknown("The secret given is empty.", "Give the project's JWT secret."),
            SignatureState.Wrong => Failed(
                kind,
                algorithm,
                "The signature is not that of the secret given.",
                "The token or the secret is of another project, or from before a rotation: test with -ProjectRef, and issue it anew."),
            SignatureState.WrongKeyType => Failed(
                kind, algorithm, $"It is signed with {Named(algorithm)}, which no secret can verify.", "Give -Jwks in place of -Secret."),
            _ => Unsupported(algorithm),
        };

    private static JwtCheck ByKeys(string token, TokenKind kind, JwtParts parts, JwksText set)
    {
        string algorithm = parts.Algorithm;
        if (set.Json is null)
        {
            return Unknown(
                $"The keys could not be had: {set.Fault}.", "Try again, or save the set to a file and give that as -Jwks.");
        }

        SignatureCheck check;
        try
        {
            check = JwtSignature.Check(token, algorithm, parts.KeyId, set.Json);
        }
        catch (ArgumentException)
        {
            return Unknown("The set of keys holds something that is no key.", "Give another -Jwks.");
        }

        return check.State switch
        {
            SignatureState.Valid => Passed($"The signature is that of {(parts.KeyId is null ? "a key" : "the key that it names")} of the set."),
            SignatureState.NoKeys => Unknown(
                "The set holds no key: a project that still signs with its legacy secret publishes none.",
                "Give -Secret in place of -Jwks."),
            SignatureState.Wrong => Failed(
                kind,
                algorithm,
                "The signature is of none of the keys that fit: it was changed, or another project signed it.",
                "Sign in again for a new token, and compare -ProjectRef."),
            SignatureState.KeyNotFound => Failed(
                kind,
                algorithm,
                string.Create(
                    CultureInfo.CurrentCulture,
                    $"The key that it names is none of the {check.KeyCount:N0} of the set: it was rotated out, or is another project's."),
                "Sign in again for a new token. Services that keep the set learn of a new key after 10 minutes at most.") with
            {
                UserSees = JwtSymptoms.KeyNotFound(algorithm),
            },
            SignatureState.WrongKeyType => Failed(
                kind,
                algorithm,
                string.Create(
                    CultureInfo.CurrentCulture,
                    $"It is signed with {Named(algorithm)}, and none of the {check.KeyCount:N0} keys of the set is for that."),
                algorithm.StartsWith("HS", StringComparison.Ordinal)
                    ? "It comes from the legacy secret: give -Secret to verify it. Where that secret was revoked, sign in again."
                    : "Sign in again for a token of a key that is in use.") with
            {
                UserSees = JwtSymptoms.KeyNotFound(algorithm),
            },
            _ => Unsupported(algorithm),
        };
    }

    private static JwtCheck Passed(string reason) => new() { Name = "Signature", Passed = true, Reason = reason };

    private static JwtCheck Unknown(string reason, string remedy) =>
        new() { Name = "Signature", Passed = null, Reason = reason, Remedy = remedy };

    private static JwtCheck Failed(TokenKind kind, string algorithm, string reason, string remedy) => new()
    {
        Name = "Signature",
        Passed = false,
        Reason = reason,
        UserSees = JwtSymptoms.Signature(kind, algorithm),
        Remedy = remedy,
    };

    private static JwtCheck Unsupported(string algorithm) => Unknown(
        $"It is signed with {Named(algorithm)}, which this command cannot verify.", "Verify it where the key is known.");

    // A header is anybody's text: only what looks like a name is repeated.
    private static string Named(string algorithm) =>
        algorithm.Length <= 20 && algorithm.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? algorithm : "something unknown";
}
