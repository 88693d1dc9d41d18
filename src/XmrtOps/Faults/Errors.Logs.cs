namespace XmrtOps.Faults;

/// <summary>Conditions of reading logs.</summary>
internal static partial class Errors
{
    public static XmrtException NoProductionDeployment(string project) => new(
        "NoProductionDeployment",
        ErrorKind.ObjectNotFound,
        $"Nothing of Vercel's project '{project}' is in production: there is no live log.",
        "Get-XmrtDeployment lists what there is; without -Follow the log of past requests is read.",
        project);

    public static XmrtException InvalidStatus(string text) => new(
        "InvalidStatus",
        ErrorKind.InvalidArgument,
        $"'{text}' is no HTTP status.",
        "Give a number such as 404, or a class such as 5xx.",
        text);

    public static XmrtException FilterNotOfSource(string parameter, string source, string sources) => new(
        "FilterNotOfSource",
        ErrorKind.InvalidArgument,
        $"The log of {source} does not say what -{parameter} asks for.",
        $"Leave -{parameter} out, or read {sources}.",
        parameter);

    public static XmrtException EmptyTimeRange(string since, string until) => new(
        "EmptyTimeRange",
        ErrorKind.InvalidArgument,
        $"-Until ({until}) is not after -Since ({since}): nothing lies between them.",
        "Give -Since the earlier time, such as -Since 2h -Until 1h.");

    public static XmrtException UnknownFunction(string function, string project, string near) => new(
        "UnknownFunction",
        ErrorKind.ObjectNotFound,
        $"The project {project} has no edge function '{function}'.",
        near.Length > 0 ? $"Did you mean {near}? Get-XmrtFunction lists all." : "Get-XmrtFunction lists those that there are.",
        function);
}
