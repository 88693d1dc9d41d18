namespace XmrtOps.Functions.Sources;

/// <summary>A file of a function's source.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Name">Path from the project's folder, with slashes; it is deployed by that name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Imports">What it imports; null where it is no script.</param>
/// <param name="Variables">What it reads of the environment.</param>
internal sealed record SourceModule(
    string Path,
    string Name,
    ReadOnlyMemory<byte> Content,
    IReadOnlyList<ScriptImport> Imports,
    IReadOnlyList<ScriptVariable> Variables);
