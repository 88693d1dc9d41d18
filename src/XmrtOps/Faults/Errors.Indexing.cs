namespace XmrtOps.Faults;

/// <summary>Conditions of building and dropping indexes.</summary>
internal static partial class Errors
{
    public static XmrtException IndexNotFound(string name, string target) => new(
        "IndexNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} has no index '{name}'. Nothing was changed.",
        "Get-XmrtIndex lists them. A name is taken to the letter: capitals count, and a * is a character.",
        name);

    public static XmrtException IndexNameAmbiguous(string name, string schemas) => new(
        "IndexNameAmbiguous",
        ErrorKind.InvalidArgument,
        $"'{name}' exists in several schemas: {schemas}. Nothing was changed.",
        "Write schema.name.",
        name);

    public static XmrtException IndexTableUnfit(string table, string reason) => new(
        "IndexTableUnfit",
        ErrorKind.InvalidArgument,
        $"'{table}' cannot be given an index: {reason}.",
        "Get-XmrtTable lists the tables. A name is taken to the letter: capitals count.",
        table);

    public static XmrtException IndexNameTaken(string name, string taken) => new(
        "IndexNameTaken",
        ErrorKind.InvalidArgument,
        $"The name '{name}' is taken by {taken}. Nothing was changed.",
        "Give the index another -Name.",
        name);

    public static XmrtException IndexDefinitionInvalid(string reason) => new(
        "IndexDefinitionInvalid",
        ErrorKind.InvalidArgument,
        $"That is no definition of one index: {reason}.",
        "It has to be one CREATE INDEX statement with a name, such as Get-XmrtIndex shows in Definition.");

    public static XmrtException IndexBuildInProgress(string table, string who) => new(
        "IndexBuildInProgress",
        ErrorKind.Busy,
        $"{who} builds or drops an index of {table} right now. Nothing was changed.",
        "Wait for it to end; Get-XmrtActivity shows it.",
        table);

    public static XmrtException IndexWouldWait(string index, string holders, string limit) => new(
        "IndexWouldWait",
        ErrorKind.Busy,
        $"{index} would have to wait for transactions older than {limit}: {holders}. Nothing was changed.",
        "Let them end (Get-XmrtActivity shows them, Stop-XmrtActivity ends them), or wait for them with -AllowWaiting.",
        index);

    public static XmrtException IndexBuildFailed(string index, string reason, string left, Exception? cause = null) => new(
        "IndexBuildFailed",
        ErrorKind.InvalidState,
        $"{index} was not built: {reason}. {left}",
        "Remove the cause and run the command again: it clears away what is left of an earlier attempt.",
        index,
        cause);

    public static XmrtException IndexLeftBehind(string index, string reason, Exception? cause = null) => new(
        "IndexLeftBehind",
        ErrorKind.InvalidState,
        $"{index} is left behind invalid: no query uses it, and writes may have to maintain it. {reason}",
        "Run the command again to build it, or drop it with Remove-XmrtIndex.",
        index,
        cause);

    public static XmrtException IndexNeeded(string index, string reason) => new(
        "IndexNeeded",
        ErrorKind.InvalidState,
        $"{index} cannot be dropped: {reason}. Nothing was changed.",
        "Only indexes that no rule of the schema rests on can go.",
        index);

    public static XmrtException IndexChanged(string index) => new(
        "IndexChanged",
        ErrorKind.InvalidState,
        $"{index} is defined in another way than when it was looked at. Nothing was changed.",
        "Look again with Get-XmrtIndex.",
        index);

    public static XmrtException QueriesWouldSlowDown(string index, string queries) => new(
        "QueriesWouldSlowDown",
        ErrorKind.InvalidState,
        $"Without {index} the planner would have to take dearer ways: {queries}. Nothing was changed.",
        "Keep it, or drop it all the same with -AllowSlowerQuery.",
        index);

    public static XmrtException IndexProposalRejected(string index, string reason) => new(
        "IndexProposalRejected",
        ErrorKind.InvalidState,
        $"The planner would not gain by {index}: {reason}. Nothing was changed.",
        "To build it all the same, give its -Definition.",
        index);
}
