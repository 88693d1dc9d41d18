using XmrtOps.Faults;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Functions.Dependencies;

/// <summary>What the functions and the frontend of a folder are made of, as their sources say.</summary>
internal static class LocalDependencies
{
    /// <param name="path">A project, a function, a frontend's repository.</param>
    /// <exception cref="XmrtException">NoDependencySource, PackageFileUnreadable, FunctionSourceMissing.</exception>
    public static IReadOnlyList<Dependency> Of(string path)
    {
        IReadOnlyList<Dependency>? frontend = Directory.Exists(path) ? PackageFile.Read(path) : null;
        List<FunctionSource> functions =
        [
            .. (Directory.Exists(path) || File.Exists(path) ? FunctionSourceReader.FoldersAt(path) : [])
                .Select(folder => FunctionSourceReader.Read(folder, File.Exists(path) ? path : null))
                .Where(source => source.Entrypoint is not null && source.Modules.Any(module => FunctionSourceReader.IsScript(module.Path))),
        ];
        return frontend is null && functions.Count == 0
            ? throw Errors.NoDependencySource(path)
            :
            [
                .. functions.SelectMany(source => ImportedPackages.Of(
                    source.Name,
                    "",
                    source.Modules.SelectMany(module => module.Imports.Select(import => (module.Name, import))),
                    source.Map)),
                .. frontend ?? [],
            ];
    }
}
