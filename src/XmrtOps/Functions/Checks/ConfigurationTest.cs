using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Functions.Checks;

/// <summary>Whether config.toml knows the function, and says of it what is deployed.</summary>
internal static class ConfigurationTest
{
    /// <param name="source">The function.</param>
    /// <param name="deployed">What is deployed; null where there is none, or nobody to ask.</param>
    public static FunctionVerdict Run(FunctionSource source, SupabaseFunction? deployed)
    {
        FunctionConfiguration? configuration = source.Configuration;
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Path"] = source.Project.Path,
            ["VerifyJwt"] = configuration?.VerifyJwt,
            ["DeployedVerifyJwt"] = deployed?.VerifyJwt,
        };
        return FunctionVerdict.Of(
            Find(source, configuration, deployed),
            $"config.toml has it, with the check of tokens {(configuration?.VerifyJwt == false ? "off" : "on")}",
            evidence);
    }

    private static IEnumerable<Finding> Find(FunctionSource source, FunctionConfiguration? configuration, SupabaseFunction? deployed)
    {
        string block = $"[functions.{source.Name}]\nverify_jwt = {(deployed?.VerifyJwt == true ? "true" : "false")}";
        if (source.Project.Fault is { } fault)
        {
            string line = source.Project.FaultLine is { } at ? string.Create(CultureInfo.InvariantCulture, $", line {at}") : "";
            yield return FunctionVerdict.Find(
                "ConfigurationBroken", Severity.Critical, $"config.toml cannot be used: {fault} ({source.Project.Path}{line})", "Mend it: the CLI cannot read it either.");
            yield break;
        }

        if (!source.Project.Exists)
        {
            yield return FunctionVerdict.Find(
                "ConfigurationMissing",
                Severity.Warning,
                "there is no supabase/config.toml above it: deployed by the CLI, the check of tokens would be on",
                $"Make supabase/config.toml with {block.Replace("\n", ", ", StringComparison.Ordinal)}. Publish-XmrtFunction keeps the check as it is.");
            yield break;
        }

        if (configuration is null)
        {
            yield return FunctionVerdict.Find(
                "ConfigurationLacksFunction",
                Severity.Warning,
                "config.toml says nothing of it: deployed by the CLI, the check of tokens would be on",
                $"Add {block.Replace("\n", ", ", StringComparison.Ordinal)} (or true). Publish-XmrtFunction keeps the check as it is.");
            yield break;
        }

        if (configuration.HasStaticFiles)
        {
            yield return FunctionVerdict.Find(
                "StaticFiles",
                Severity.Critical,
                "config.toml names static files, which the platform's API does not take",
                $"supabase functions deploy {source.Name} --use-docker");
        }

        if (configuration.IsDisabled)
        {
            yield return FunctionVerdict.Find(
                "FunctionDisabled", Severity.Warning, "config.toml turns it off (enabled = false)", "Remove that line if it is to be deployed.");
        }

        bool wanted = configuration.VerifyJwt ?? true;
        if (deployed?.VerifyJwt is { } there && there != wanted)
        {
            yield return FunctionVerdict.Find(
                "JwtCheckDiffers",
                Severity.Warning,
                $"config.toml has the check of tokens {(wanted ? "on" : "off")}, and it is deployed with it {(there ? "on" : "off")}",
                $"Publish-XmrtFunction keeps it as it is deployed; -VerifyJwt:${(wanted ? "true" : "false")} makes it as config.toml has it.");
        }
    }
}
