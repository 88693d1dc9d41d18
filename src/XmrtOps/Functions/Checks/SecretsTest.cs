using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Checks;

/// <summary>Whether a secret is written into the source, or into a file beside it. File and line are told, and never the value.</summary>
internal static class SecretsTest
{
    private const long LargestFile = 5L * 1024 * 1024;
    private const int MostFiles = 2_000;

    public static FunctionVerdict Run(FunctionSource source)
    {
        List<Finding> findings = [];
        HashSet<string> looked = new(StringComparer.Ordinal);
        foreach ((string name, ReadOnlyMemory<byte> content, bool isDeployed) in Files(source))
        {
            looked.Add(name);
            foreach (SourceSecrets.Found found in SourceSecrets.In(content))
            {
                string where = string.Create(CultureInfo.InvariantCulture, $"{name}:{found.Line}");
                findings.Add(FunctionVerdict.Find(
                    found.IsPublic ? "PublicKeyInSource" : "SecretInSource",
                    found.IsPublic || !isDeployed ? Severity.Warning : Severity.Critical,
                    $"{where} holds {found.What}",
                    found.IsPublic
                        ? "Read it by Deno.env.get, so that it follows the project."
                        : "Make a new one, for this one is in the repository's history; set it by supabase secrets set, and read it by Deno.env.get.",
                    Confidence.Medium));
            }
        }

        return FunctionVerdict.Of(
            findings,
            string.Create(CultureInfo.CurrentCulture, $"nothing in {looked.Count:N0} files looks like a secret"),
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["Files"] = looked.Count });
    }

    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Content, bool IsDeployed)> Files(FunctionSource source)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SourceModule module in source.Modules.Where(module => seen.Add(module.Path)))
        {
            yield return (module.Name, module.Content, true);
        }

        foreach (string path in Beside(source.Directory).Where(seen.Add).Take(MostFiles))
        {
            ReadOnlyMemory<byte>? content = null;
            try
            {
                content = new FileInfo(path).Length <= LargestFile ? File.ReadAllBytes(path) : null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file that is not deployed and cannot be read is no fault of the function's.
            }

            if (content is { } bytes)
            {
                yield return (source.NameOf(path), bytes, false);
            }
        }
    }

    private static IEnumerable<string> Beside(string directory)
    {
        try
        {
            return Directory.EnumerateFiles(
                directory,
                "*",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
