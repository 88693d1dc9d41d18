using System.Text.RegularExpressions;

namespace XmrtOps.Frontend;

/// <summary>The codes by which Vercel's edge says why it answered for the deployment, and what each means.</summary>
internal static partial class VercelErrors
{
    private static readonly Dictionary<string, string> s_meanings = new(StringComparer.Ordinal)
    {
        ["DEPLOYMENT_DISABLED"] = "the deployment is disabled, as for an unpaid account",
        ["DEPLOYMENT_BLOCKED"] = "the deployment is blocked by Vercel",
        ["DEPLOYMENT_DELETED"] = "the deployment was deleted",
        ["DEPLOYMENT_NOT_FOUND"] = "no deployment answers for this host",
        ["DEPLOYMENT_PAUSED"] = "the project is paused",
        ["NOT_FOUND"] = "the deployment has no such page",
        ["FUNCTION_INVOCATION_FAILED"] = "a function crashed",
        ["EDGE_FUNCTION_INVOCATION_FAILED"] = "an edge function crashed",
        ["MIDDLEWARE_INVOCATION_FAILED"] = "the middleware crashed",
        ["NO_RESPONSE_FROM_FUNCTION"] = "a function did not answer",
        ["FUNCTION_THROTTLED"] = "too many functions ran at once",
        ["MIDDLEWARE_RUNTIME_DEPRECATED"] = "the middleware's runtime is no longer supported",
        ["FUNCTION_INVOCATION_TIMEOUT"] = "a function ran out of time",
        ["EDGE_FUNCTION_INVOCATION_TIMEOUT"] = "an edge function ran out of time",
        ["MIDDLEWARE_INVOCATION_TIMEOUT"] = "the middleware ran out of time",
        ["INTERNAL_FUNCTION_INVOCATION_TIMEOUT"] = "an internal function ran out of time",
        ["BODY_NOT_A_STRING_FROM_FUNCTION"] = "a function answered with something else than text",
        ["FALLBACK_BODY_TOO_LARGE"] = "a page was too large to be cached",
        ["INFINITE_LOOP_DETECTED"] = "a request was sent round in a circle",
    };

    /// <summary>The first known code in a text that is not trusted, or null.</summary>
    public static string? Find(string text) =>
        Codes().Matches(text).Select(match => match.Value).FirstOrDefault(IsKnown);

    /// <summary>What a code means; empty for one that only its family is known of.</summary>
    public static string Meaning(string code) => s_meanings.GetValueOrDefault(code)
        ?? (code.StartsWith("DNS_HOSTNAME_", StringComparison.Ordinal) ? "an address that it forwards to cannot be resolved"
            : code.StartsWith("ROUTER_EXTERNAL_TARGET_", StringComparison.Ordinal) ? "an address that it forwards to fails"
            : "");

    private static bool IsKnown(string code) => Meaning(code).Length > 0;

    [GeneratedRegex("[A-Z]{2,}(_[A-Z]+)+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Codes();
}
