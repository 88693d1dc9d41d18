using System.Globalization;
using System.Text;

namespace XmrtOps.RateLimits;

/// <summary>The change to make, as lines of an edge function (TypeScript).</summary>
internal static class PolicyChangeText
{
    public static string Of(RateLimitPolicy policy)
    {
        StringBuilder text = new("// In the edge function that answers 429:\nconst maxRequests = ");
        foreach ((string endpoint, long maximum) in policy.EndpointLimits)
        {
            text.Append(CultureInfo.InvariantCulture, $"endpoint === {Quote(endpoint)} ? {maximum} : ");
        }

        text.Append(CultureInfo.InvariantCulture, $"{policy.MaximumRequests};\n");
        text.Append(CultureInfo.InvariantCulture, $"const windowMs = {policy.WindowSeconds * 1000};\n");
        if (policy.ExemptIdentifiers.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"const isExempt = [{string.Join(", ", policy.ExemptIdentifiers.Select(Quote))}].includes(identifier);\n");
        }

        return text.Append(policy.IsSliding
            ? "// Sliding: allow while fewer than maxRequests allowed ones are younger than windowMs."
            : "const windowStart = new Date(Math.floor(Date.now() / windowMs) * windowMs).toISOString();").ToString();
    }

    /// <summary>A literal that means the text and nothing else, on one line.</summary>
    private static string Quote(string text)
    {
        StringBuilder quoted = new("'");
        foreach (char c in text)
        {
            _ = c switch
            {
                '\'' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('\'').ToString();
    }
}
