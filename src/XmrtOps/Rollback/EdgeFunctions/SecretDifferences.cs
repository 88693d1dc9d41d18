using System.Text;
using XmrtOps.Findings;
using XmrtOps.Functions.Publishing;

namespace XmrtOps.Rollback.EdgeFunctions;

/// <summary>
/// Compares the secrets of today with those that were set when a version was kept, by digest: their values are known to nobody, so that
/// they are reported and never restored.
/// </summary>
internal static class SecretDifferences
{
    public static IEnumerable<Finding> Of(
        string function,
        FunctionPackage package,
        IReadOnlyDictionary<string, string?>? then,
        IReadOnlyDictionary<string, string?>? now,
        DateTimeOffset measuredAt)
    {
        if (then is null || now is null)
        {
            return
            [
                new Finding
                {
                    Code = "SecretsUnknown",
                    Severity = Severity.Information,
                    Confidence = Confidence.None,
                    Reason = $"{function}: whether secrets were changed since is not known.",
                    MeasuredAt = measuredAt,
                },
            ];
        }

        string source = string.Concat(package.Files.Select(file => Encoding.UTF8.GetString(file.Content.Span)));
        return then.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Where(name => source.Contains(name, StringComparison.Ordinal))
            .Select(name => (Name: name, What: What(name, then, now)))
            .Where(difference => difference.What is not null)
            .Select(difference => new Finding
            {
                Code = "SecretChanged",
                Severity = Severity.Warning,
                Reason = $"{function} reads {difference.Name}, which {difference.What}. Secrets are not restored.",
                Remedy = $"Get-XmrtSecret {difference.Name}",
                MeasuredAt = measuredAt,
            });
    }

    private static string? What(string name, IReadOnlyDictionary<string, string?> then, IReadOnlyDictionary<string, string?> now) =>
        !now.TryGetValue(name, out string? present) ? "is not set any more"
        : !then.TryGetValue(name, out string? past) ? "was not set then"
        : present is not null && past is not null && present != past ? "has another value since"
        : null;
}
