using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;
using XmrtOps.Module;

namespace XmrtOps.Functions.Checks;

/// <summary>Whether a function is not larger than the platform takes. What it imports from elsewhere is not counted.</summary>
internal static class SizeTest
{
    public static FunctionVerdict Run(FunctionSource source)
    {
        long bytes = source.Bytes;
        string size = Display.Bytes(bytes);
        SourceModule? largest = source.Modules.MaxBy(module => module.Content.Length);
        IEnumerable<Finding> findings = bytes > FunctionLimits.BundleBytes
            ? [FunctionVerdict.Find(
                "TooLarge",
                Severity.Critical,
                $"its own files are {size}, and the platform bundles {Display.Bytes(FunctionLimits.BundleBytes)} at most (largest: {largest?.Name})",
                $"Split it, or bundle it on this machine, which may be 20 MB: supabase functions deploy {source.Name} --use-docker")]
            : bytes > FunctionLimits.BundleBytes / 2
                ? [FunctionVerdict.Find(
                    "NearlyTooLarge",
                    Severity.Warning,
                    $"its own files are {size}; with what they import it may be more than the {Display.Bytes(FunctionLimits.BundleBytes)} that the platform bundles",
                    $"deno info {source.NameOf(source.Entrypoint ?? source.Directory)} shows the whole size.")]
                : [];
        return FunctionVerdict.Of(
            findings,
            string.Create(CultureInfo.CurrentCulture, $"{size} in {source.Modules.Count:N0} file{(source.Modules.Count == 1 ? "" : "s")}"),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Bytes"] = bytes,
                ["Files"] = source.Modules.Count,
                ["LimitBytes"] = FunctionLimits.BundleBytes,
            });
    }
}
