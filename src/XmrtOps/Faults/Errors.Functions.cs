namespace XmrtOps.Faults;

/// <summary>Conditions of edge functions.</summary>
internal static partial class Errors
{
    public static XmrtException InvalidFunctionName(string name) => new(
        "InvalidFunctionName",
        ErrorKind.InvalidArgument,
        $"'{Module.Display.OneLine(name, 60)}' cannot be the name of an edge function.",
        "A name begins with a letter and goes on with letters, digits, hyphens and underscores: it is the folder's name, and no path.",
        name);

    public static XmrtException FunctionSourceMissing(string path, string reason) => new(
        "FunctionSourceMissing",
        ErrorKind.ObjectNotFound,
        $"There is no source of a function at {path}: {reason}.",
        "Give the function's folder, such as supabase/functions/mining-proxy, or its index.ts.",
        path);

    public static XmrtException NoDependencySource(string path) => new(
        "NoDependencySource",
        ErrorKind.ObjectNotFound,
        $"There is neither a function's source nor a package.json at {path}.",
        "Give a project's folder, a function's, or the frontend's repository; Get-XmrtDependency -Function * reads what is deployed.",
        path);

    public static XmrtException PackageFileUnreadable(string path, string reason) => new(
        "PackageFileUnreadable",
        ErrorKind.InvalidData,
        $"{path} cannot be read: {reason}.",
        "Mend it; npm install says what is wrong.",
        path);

    public static XmrtException FunctionKeepsChanging(string name) => new(
        "FunctionKeepsChanging",
        ErrorKind.InvalidState,
        $"The function '{name}' is being deployed by somebody else: its version changed while it was worked on.",
        "Find out who deploys it (Get-XmrtFunction shows version and time), and try again when that is over.",
        name);

    /// <param name="names">Those that could not be saved.</param>
    public static XmrtException FunctionsNotSaved(IReadOnlyList<string> names) => new(
        "FunctionsNotSaved",
        ErrorKind.InvalidState,
        $"Not saved: {string.Join(", ", names)}.",
        "The warnings say why. Repeat the command for these: what is kept already is not kept twice.",
        names);

    public static XmrtException SavedFunctionDamaged(string path, string reason) => new(
        "SavedFunctionDamaged",
        ErrorKind.InvalidData,
        $"What was saved at {path} cannot be used: {reason}.",
        "Get-XmrtFunction -Saved lists other versions; the folder can be brought back from a backup.",
        path);

    public static XmrtException SeveralFunctions(string path, int count) => new(
        "SeveralFunctions",
        ErrorKind.InvalidArgument,
        $"There are {count} functions at {path}.",
        "Name the folder of each that is meant; -All means all of them.",
        path);

    /// <param name="name">The function.</param>
    /// <param name="failed">What is wrong, as clauses.</param>
    public static XmrtException FunctionTestsFailed(string name, IReadOnlyList<string> failed) => new(
        "FunctionTestsFailed",
        ErrorKind.InvalidData,
        $"The function '{name}' is not published: {string.Join("; ", failed)}.",
        "Test-XmrtFunction shows all of it. -AllowFailedTest publishes all the same.",
        name);

    public static XmrtException FunctionNotSavable(string name, XmrtException cause) => new(
        "FunctionNotSavable",
        ErrorKind.InvalidState,
        $"The function '{name}' is not published, because what is deployed now could not be saved: {cause.Message}",
        "The platform keeps no older version. -WithoutSave publishes all the same; there is no way back then but from the repository.",
        name,
        cause);

    public static XmrtException SavedOfAnotherProject(string name, string project, string connection) => new(
        "SavedOfAnotherProject",
        ErrorKind.InvalidArgument,
        $"The saved version of '{name}' is of the project {project}, and the connection '{connection}' leads to another one.",
        "Connect to that project, or publish from the source.",
        name);
}
