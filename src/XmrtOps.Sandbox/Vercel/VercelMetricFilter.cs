using System.Globalization;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Filters of metrics: comparisons in OData's form, joined by "and".</summary>
internal static partial class VercelMetricFilter
{
    /// <summary>What can be compared and grouped by.</summary>
    public static IReadOnlyList<string> Dimensions { get; } =
        ["environment", "http_status", "request_path", "request_method", "deployment_id", "request_hostname"];

    public static string Dimension(VercelRequestLogRow row, string name) => name switch
    {
        "environment" => row.Environment,
        "http_status" => row.StatusCode.ToString(CultureInfo.InvariantCulture),
        "request_path" => row.Path,
        "request_method" => row.Method,
        "deployment_id" => row.DeploymentId,
        _ => row.Domain,
    };

    public static Func<VercelRequestLogRow, bool> Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter)) return _ => true;

        var tests = filter.Split(" and ", StringSplitOptions.TrimEntries).Select(Test).ToList();
        return row => tests.TrueForAll(test => test(row));
    }

    private static Func<VercelRequestLogRow, bool> Test(string text)
    {
        var match = Comparison().Match(text);
        if (!match.Success || !Dimensions.Contains(match.Groups["name"].Value))
        {
            var refusal = VercelRefusedException.BadRequest($"Invalid request: `filter` cannot be read at \"{text}\".");
            refusal.Details["allowedValues"] = Dimensions;
            throw refusal;
        }

        var (name, sign) = (match.Groups["name"].Value, match.Groups["sign"].Value);
        var isNumber = match.Groups["number"].Success;
        var wanted = isNumber
            ? match.Groups["number"].Value
            : match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal);
        return row =>
        {
            var value = Dimension(row, name);
            var order = isNumber && long.TryParse(value, CultureInfo.InvariantCulture, out var number)
                ? number.CompareTo(long.Parse(wanted, CultureInfo.InvariantCulture))
                : string.CompareOrdinal(value, wanted);
            return sign switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "gt" => order > 0,
                "ge" => order >= 0,
                "lt" => order < 0,
                _ => order <= 0,
            };
        };
    }

    [GeneratedRegex(
        @"^(?<name>\w+)\s+(?<sign>eq|ne|gt|ge|lt|le)\s+(?:'(?<text>(?:[^']|'')*)'|(?<number>\d{1,15}))$",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comparison();
}
