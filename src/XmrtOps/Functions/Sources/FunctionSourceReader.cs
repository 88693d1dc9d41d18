using System.Text;
using XmrtOps.Faults;

namespace XmrtOps.Functions.Sources;

/// <summary>Reads sources of functions. Nothing of them is run.</summary>
internal static class FunctionSourceReader
{
    private const int MostModules = 2_000;
    private const long LargestModule = 50L * 1024 * 1024;

    private static readonly string[] s_entries = ["index.ts", "index.tsx", "index.js", "index.mjs"];

    /// <summary>The folders of functions that a path names: one, or those in a folder of functions or of a project.</summary>
    /// <exception cref="XmrtException">FunctionSourceMissing.</exception>
    public static IReadOnlyList<string> FoldersAt(string path)
    {
        if (File.Exists(path))
        {
            return [System.IO.Path.GetDirectoryName(path)!];
        }

        if (!Directory.Exists(path))
        {
            throw Errors.FunctionSourceMissing(path, "there is no such file or folder");
        }

        foreach (string folder in new[] { System.IO.Path.Combine(path, "supabase", "functions"), System.IO.Path.Combine(path, "functions"), path })
        {
            bool isOne = folder == path && (EntryIn(path) is not null || IsAmongFunctions(path));
            List<string> within = !isOne && Directory.Exists(folder)
                ? [.. Directory.GetDirectories(folder).Where(d => EntryIn(d) is not null).Order(StringComparer.Ordinal)]
                : [];
            if (within.Count > 0)
            {
                return within;
            }
        }

        return [path];
    }

    /// <param name="folder">The function's folder.</param>
    /// <param name="entry">The file that starts it, where the user named it.</param>
    public static FunctionSource Read(string folder, string? entry = null)
    {
        ProjectConfiguration project = ProjectConfiguration.Find(folder);
        string name = System.IO.Path.GetFileName(folder);
        FunctionConfiguration? configuration = project.Functions.GetValueOrDefault(name);
        string? supabase = project.Path is null ? null : System.IO.Path.GetDirectoryName(project.Path);
        string? entrypoint = entry ?? (configuration?.Entrypoint is { } configured && supabase is not null
            ? System.IO.Path.GetFullPath(System.IO.Path.Combine(supabase, configured))
            : EntryIn(folder));
        FunctionSource source = new()
        {
            Name = name,
            Directory = folder,
            Root = supabase is null
                ? System.IO.Path.GetDirectoryName(folder) ?? folder
                : System.IO.Path.GetDirectoryName(supabase) ?? supabase,
            Entrypoint = entrypoint is not null && File.Exists(entrypoint) ? entrypoint : null,
            Project = project,
            Map = ImportMap.Read(
                configuration?.ImportMap is { } map && supabase is not null
                    ? System.IO.Path.GetFullPath(System.IO.Path.Combine(supabase, map))
                    : null,
                folder),
        };
        return source with { Modules = Reach(source) };
    }

    /// <summary>The file that a relative import leads to.</summary>
    public static string Target(string importer, string specifier) => System.IO.Path.GetFullPath(System.IO.Path.Combine(
        System.IO.Path.GetDirectoryName(importer)!, Uri.UnescapeDataString(specifier.Split('?', '#')[0])));

    public static bool IsRelative(string specifier) =>
        specifier.StartsWith("./", StringComparison.Ordinal) || specifier.StartsWith("../", StringComparison.Ordinal);

    /// <summary>A file of that name is a script.</summary>
    public static bool IsScript(string path) =>
        System.IO.Path.GetExtension(path) is ".ts" or ".tsx" or ".mts" or ".js" or ".jsx" or ".mjs";

    private static bool IsAmongFunctions(string folder) =>
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(folder)) == "functions";

    private static string? EntryIn(string folder) =>
        s_entries.Select(file => System.IO.Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    private static List<SourceModule> Reach(FunctionSource source)
    {
        List<SourceModule> modules = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> open = new();
        Add(source.Entrypoint);
        while (open.TryDequeue(out string? path) && modules.Count < MostModules)
        {
            SourceModule module = ReadModule(source, path);
            modules.Add(module);
            foreach (string specifier in module.Imports.Select(i => i.Specifier).OfType<string>())
            {
                string target = source.Map.Resolve(specifier);
                if (IsRelative(target))
                {
                    // What the map says is counted from the map's own file.
                    Add(Target(target == specifier ? path : source.Map.Path!, target));
                }
            }
        }

        Add(source.Map.Path);
        if (open.TryDequeue(out string? last))
        {
            modules.Add(ReadModule(source, last));
        }

        return modules;

        void Add(string? path)
        {
            if (path is not null && File.Exists(path) && seen.Add(path))
            {
                open.Enqueue(path);
            }
        }
    }

    private static SourceModule ReadModule(FunctionSource source, string path)
    {
        byte[] content;
        try
        {
            if (new FileInfo(path).Length > LargestModule)
            {
                throw Errors.FunctionSourceMissing(path, "it is larger than any function may be");
            }

            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Errors.FunctionSourceMissing(path, $"it cannot be read ({exception.Message})");
        }

        IReadOnlyList<ScriptToken> tokens = IsScript(path) ? ScriptLexer.Read(Encoding.UTF8.GetString(content)) : [];
        return new SourceModule(
            path, source.NameOf(path), content, ScriptImports.Of(tokens), ScriptVariables.Of(tokens));
    }
}
