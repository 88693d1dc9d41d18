using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Checks;

/// <summary>Modules in the place of those that cannot be fetched: they have every name that is imported, and each may be anything.</summary>
internal static class StandInModules
{
    // What the compiler says of something of unknown type, or of a type that has no parameters in its stand-in.
    private static readonly HashSet<string> s_ofStandIns = new(StringComparer.Ordinal)
    {
        "TS2305", "TS2307", "TS2314", "TS2315", "TS2344", "TS2347", "TS2503", "TS2507", "TS2539", "TS2609", "TS2614", "TS2671", "TS2694",
        "TS2702", "TS2709", "TS2713", "TS2749", "TS2792", "TS2882", "TS7005", "TS7006", "TS7016", "TS7019", "TS7022", "TS7023", "TS7024", "TS7031",
        "TS7034", "TS7053", "TS18046",
    };

    // What it says of a name that is not in a module, where all names of a stand-in were taken at once.
    private static readonly HashSet<string> s_ofAllNames = new(StringComparer.Ordinal) { "TS2339", "TS2551", "TS2724" };

    /// <summary>An error that the stand-ins may have caused.</summary>
    public static bool MayBeOurs(FunctionSource source, string code) => s_ofStandIns.Contains(code)
        || (s_ofAllNames.Contains(code) && source.Modules.SelectMany(module => module.Imports).Any(import =>
            import is { TakesAll: true, Specifier: { } specifier } && IsRemote(source.Map.Resolve(specifier))));

    /// <summary>Remote modules, as they are written in the source and its map.</summary>
    public static IReadOnlyCollection<string> RemoteOf(FunctionSource source) => NamesOf(source).Keys;

    /// <summary>Writes them into a folder.</summary>
    /// <returns>The import map that leads to them.</returns>
    public static string Write(FunctionSource source, string folder)
    {
        JsonObject imports = [];
        foreach ((string key, string target) in source.Map.Imports.Where(entry => FunctionSourceReader.IsRelative(entry.Value)))
        {
            imports[key] = new Uri(FunctionSourceReader.Target(source.Map.Path!, target)).AbsoluteUri;
        }

        foreach ((string specifier, SortedSet<string> names) in NamesOf(source))
        {
            string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"m{imports.Count}.ts"));
            StringBuilder text = new("// deno-lint-ignore-file\nconst anything: any = 0;\nexport default anything;\n");
            foreach (string name in names.Where(name => name != "default"))
            {
                text.Append(CultureInfo.InvariantCulture, $"export const {name}: any = 0;\nexport type {name} = any;\n");
            }

            File.WriteAllText(file, text.ToString());
            imports[specifier] = new Uri(file).AbsoluteUri;
        }

        string map = Path.Combine(folder, "import_map.json");
        File.WriteAllText(map, new JsonObject { ["imports"] = imports }.ToJsonString());
        return map;
    }

    private static SortedDictionary<string, SortedSet<string>> NamesOf(FunctionSource source)
    {
        SortedDictionary<string, SortedSet<string>> modules = new(StringComparer.Ordinal);
        foreach (ScriptImport import in source.Modules.SelectMany(module => module.Imports))
        {
            if (import.Specifier is not { } specifier || !IsRemote(source.Map.Resolve(specifier)))
            {
                continue;
            }

            if (!modules.TryGetValue(specifier, out SortedSet<string>? names))
            {
                modules.Add(specifier, names = new SortedSet<string>(StringComparer.Ordinal));
            }

            names.UnionWith(import.Names.Where(name => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$')));
        }

        return modules;
    }

    private static bool IsRemote(string target) => target.StartsWith("https:", StringComparison.Ordinal)
        || target.StartsWith("http:", StringComparison.Ordinal)
        || target.StartsWith("npm:", StringComparison.Ordinal)
        || target.StartsWith("jsr:", StringComparison.Ordinal);
}
