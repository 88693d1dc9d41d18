namespace XmrtOps.Functions.Sources;

/// <summary>The source of a function on this machine: its entry point and all files of the project that this leads to.</summary>
internal sealed record FunctionSource
{
    /// <summary>The function's name: its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>Its folder.</summary>
    public required string Directory { get; init; }

    /// <summary>The folder that names of files are counted from: the project's.</summary>
    public required string Root { get; init; }

    /// <summary>The file that starts it; null where there is none.</summary>
    public string? Entrypoint { get; init; }

    /// <summary>Files, the entry point first.</summary>
    public IReadOnlyList<SourceModule> Modules { get; init; } = [];

    /// <summary>Its import map.</summary>
    public required ImportMap Map { get; init; }

    /// <summary>Its project's config.toml.</summary>
    public required ProjectConfiguration Project { get; init; }

    /// <summary>Its part of that; null where it says nothing of the function.</summary>
    public FunctionConfiguration? Configuration => Project.Functions.GetValueOrDefault(Name);

    /// <summary>Bytes of all files.</summary>
    public long Bytes => Modules.Sum(module => (long)module.Content.Length);

    /// <summary>A file's name from the project's folder, with slashes.</summary>
    public string NameOf(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
