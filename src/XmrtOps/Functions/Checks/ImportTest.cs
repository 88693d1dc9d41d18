using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Checks;

/// <summary>Whether what a function imports can be had, and is the same tomorrow.</summary>
internal static class ImportTest
{
    private static readonly HashSet<string> s_loaded = new(StringComparer.Ordinal) { "node", "data", "blob", "bun" };

    public static FunctionVerdict Run(FunctionSource source)
    {
        List<Finding> findings = [];
        Dictionary<string, SortedSet<string>> versions = new(StringComparer.Ordinal);
        int remote = 0;
        int local = 0;
        foreach (SourceModule module in source.Modules)
        {
            foreach (ScriptImport import in module.Imports)
            {
                string where = string.Create(CultureInfo.InvariantCulture, $"{module.Name}:{import.Line}");
                if (import.Specifier is null)
                {
                    findings.Add(FunctionVerdict.Find(
                        "ImportAtRunTime", Severity.Warning, $"{where} imports what is only known at run time: it may not be in the bundle",
                        "Import it by a text, so that the platform can bundle it."));
                    continue;
                }

                string target = source.Map.Resolve(import.Specifier);
                string name = Module.Display.OneLine(target, 80);
                (bool isRemote, Finding? finding) = Judge(source, module, import.Specifier, target, name, where);
                remote += isRemote ? 1 : 0;
                local += isRemote ? 0 : 1;
                if (finding is not null)
                {
                    findings.Add(finding);
                }

                if (isRemote && PackageReference.Of(target) is { } package)
                {
                    if (!versions.TryGetValue(package.Name, out SortedSet<string>? known))
                    {
                        versions.Add(package.Name, known = new SortedSet<string>(StringComparer.Ordinal));
                    }

                    known.Add(package.Version ?? "no version");
                }
            }
        }

        if (source.Map.IsBroken)
        {
            findings.Add(FunctionVerdict.Find(
                "ImportMapBroken", Severity.Critical, $"{source.NameOf(source.Map.Path!)} is no JSON: no bare name can be resolved", "Mend it."));
        }

        findings.AddRange(versions.Where(entry => entry.Value.Count > 1).Select(entry => FunctionVerdict.Find(
            "ImportVersionsDiffer",
            Severity.Warning,
            $"{entry.Key} is imported in {entry.Value.Count} versions ({string.Join(", ", entry.Value)}): all of them are loaded, and their objects do not mix",
            "Import it in one file by one exact version, and that file everywhere else.")));
        return FunctionVerdict.Of(
            findings.DistinctBy(finding => (finding.Code, finding.Reason)),
            $"{local} local and {remote} remote imports can be resolved",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Local"] = local,
                ["Remote"] = remote,
                ["Packages"] = versions.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal),
            });
    }

    private static (bool IsRemote, Finding? Finding) Judge(
        FunctionSource source, SourceModule module, string specifier, string target, string name, string where)
    {
        if (FunctionSourceReader.IsRelative(target))
        {
            string file = FunctionSourceReader.Target(target == specifier ? module.Path : source.Map.Path!, target);
            bool isOutside = !file.StartsWith(Path.TrimEndingDirectorySeparator(source.Root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            return (false, !File.Exists(file)
                ? FunctionVerdict.Find(
                    "ImportMissing", Severity.Critical, $"{where} imports {name}, which is not there",
                    Directory.Exists(file) || File.Exists(file + ".ts")
                        ? "Name the file with its ending: Deno guesses none."
                        : "Correct the path, or add the file.")
                : isOutside
                    ? FunctionVerdict.Find(
                        "ImportOutsideProject", Severity.Critical, $"{where} imports {name}, outside of the project: it is not deployed", "Move it to supabase/functions/_shared.")
                    : null);
        }

        int colon = target.IndexOf(':', StringComparison.Ordinal);
        string scheme = colon > 0 ? target[..colon] : "";
        return scheme switch
        {
            "http" => (true, FunctionVerdict.Find(
                "ImportInsecure", Severity.Critical, $"{where} imports {name} without TLS: whoever is on the way puts code of his own in", "Import it by https.")),
            "https" or "npm" or "jsr" => (true, PackageReference.Of(target) is { IsPinned: true }
                ? null
                : FunctionVerdict.Find(
                    "ImportUnpinned", Severity.Warning, $"{where} imports {name} in no exact version: another deployment may get other code",
                    "Name the whole version, such as @2.58.0.")),
            "" => (false, FunctionVerdict.Find(
                target.StartsWith('/') ? "ImportAbsolute" : "ImportBare",
                Severity.Critical,
                target.StartsWith('/')
                    ? $"{where} imports {name} by a path of this machine"
                    : $"{where} imports {name}, a bare name that no import map explains",
                target.StartsWith('/')
                    ? "Import it by a path from this file."
                    : $"Write npm:{specifier}@<version>, or add it to the imports of deno.json.")),
            _ when s_loaded.Contains(scheme) => (false, null),
            _ => (false, FunctionVerdict.Find(
                "ImportUnreachable", Severity.Critical, $"{where} imports {name}, which the platform cannot reach", "Import it by https, npm: or jsr:.")),
        };
    }
}
