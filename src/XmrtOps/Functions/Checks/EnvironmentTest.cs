using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Checks;

/// <summary>Whether the environment variables that a function reads are set.</summary>
internal static class EnvironmentTest
{
    // What the platform gives every function.
    private static readonly HashSet<string> s_ofPlatform = new(StringComparer.Ordinal)
    {
        "SB_REGION", "SB_EXECUTION_ID", "DENO_DEPLOYMENT_ID",
    };

    /// <param name="source">The function.</param>
    /// <param name="secrets">Names that are set; null where there is nobody to ask.</param>
    /// <param name="unknown">Why not, as a clause.</param>
    public static FunctionVerdict Run(FunctionSource source, IReadOnlySet<string>? secrets, string? unknown)
    {
        var reads = source.Modules
            .SelectMany(module => module.Variables.Select(variable => (
                variable.Name, variable.HasDefault, Where: string.Create(CultureInfo.InvariantCulture, $"{module.Name}:{variable.Line}"))))
            .ToList();
        string[] names = [.. reads.Select(read => read.Name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        List<Finding> findings = [];
        foreach (string where in reads.Where(read => read.Name is null).Select(read => read.Where))
        {
            findings.Add(FunctionVerdict.Find(
                "VariableAtRunTime", Severity.Information, $"{where} reads a variable whose name is only known at run time", null, Confidence.Low));
        }

        if (secrets is not null)
        {
            foreach (string name in names.Where(name => !IsSet(name, secrets)))
            {
                bool isOptional = reads.Where(read => read.Name == name).All(read => read.HasDefault);
                string places = string.Join(", ", reads.Where(read => read.Name == name).Select(read => read.Where).Distinct(StringComparer.Ordinal).Take(3));
                findings.Add(FunctionVerdict.Find(
                    isOptional ? "VariableDefaulted" : "VariableNotSet",
                    isOptional ? Severity.Information : Severity.Critical,
                    isOptional ? $"{name} is not set; the source has a value of its own ({places})" : $"{name} is read and not set ({places})",
                    isOptional ? null : $"supabase secrets set {name}=<value>, or the dashboard: Edge Functions, Secrets. Get-XmrtSecret lists what is set."));
            }
        }

        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Reads"] = names,
            ["NotSet"] = secrets is null ? null : names.Where(name => !IsSet(name, secrets)).ToArray(),
        };
        return FunctionVerdict.Of(
            findings,
            names.Length == 0 ? "it reads no variables" : $"all {names.Length} variables that it reads are set",
            evidence,
            secrets is null && names.Any(name => !IsOfPlatform(name))
                ? $"not measured: {unknown}. It reads {string.Join(", ", names.Where(name => !IsOfPlatform(name)))}"
                : null);
    }

    private static bool IsSet(string name, IReadOnlySet<string> secrets) => IsOfPlatform(name) || secrets.Contains(name);

    private static bool IsOfPlatform(string name) =>
        name.StartsWith(ProjectSecretReader.PlatformPrefix, StringComparison.Ordinal) || s_ofPlatform.Contains(name);
}
