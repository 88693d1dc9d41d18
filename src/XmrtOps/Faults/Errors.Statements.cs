namespace XmrtOps.Faults;

/// <summary>Conditions of recorded statements, and of baselines of them.</summary>
internal static partial class Errors
{
    public static XmrtException InvalidQueryId(string text) => new(
        "InvalidQueryId",
        ErrorKind.InvalidArgument,
        $"'{text}' is no identifier of a statement: those are whole numbers of 64 bits, some of them negative.",
        "Get-XmrtSlowQuery shows them as QueryId; Tab completes them.",
        text);

    public static XmrtException QueryNotFound(string target, IReadOnlyList<string> ids) => new(
        "QueryNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} has no statistics of {string.Join(", ", ids)}"
        + " that fit: the statement was not run since they were reset, was evicted, or is hidden from this role.",
        "'Get-XmrtSlowQuery -All' lists what there is. A major version of PostgreSQL gives new identifiers.",
        ids.Count == 1 ? ids[0] : ids);

    public static XmrtException BaselineNotFound(string name, string? connection) => new(
        "BaselineNotFound",
        ErrorKind.ObjectNotFound,
        $"There is no query baseline '{name}'{(connection is null ? "" : $" of {connection}")}.",
        "Get-XmrtQueryBaseline lists them; Save-XmrtQueryBaseline takes one.",
        name);

    public static XmrtException NoBaseline(string connection) => new(
        "NoBaseline",
        ErrorKind.ObjectNotFound,
        $"There is no query baseline of {connection} yet, so that there is nothing to compare with.",
        "Take one with Save-XmrtQueryBaseline, before what is to be judged. Get-XmrtSlowQuery shows the sums so far.",
        connection);

    public static XmrtException BaselineAmbiguous(string name, IEnumerable<string> connections) => new(
        "BaselineAmbiguous",
        ErrorKind.InvalidArgument,
        $"Several connections have a query baseline '{name}': {string.Join(", ", connections)}.",
        "Say which: pipe one of Get-XmrtQueryBaseline, or name the connection.",
        name);

    public static XmrtException BaselineNameTaken(string name, string connection) => new(
        "BaselineNameTaken",
        ErrorKind.InvalidArgument,
        $"There is a query baseline '{name}' of {connection} already. Nothing was saved.",
        "Choose another -Name, or replace it with -Force.",
        name);

    public static XmrtException InvalidBaselineName(string reason) => new(
        "InvalidBaselineName",
        ErrorKind.InvalidArgument,
        $"That is no name for a query baseline: {reason}.",
        "Choose a few words, such as before-deploy.");

    public static XmrtException BaselineDamaged(string name, string reason, Exception? cause = null) => new(
        "BaselineDamaged",
        ErrorKind.InvalidData,
        $"The query baseline '{name}' cannot be used: {reason}.",
        "Remove it with Remove-XmrtQueryBaseline, and take another.",
        name,
        cause);

    public static XmrtException BaselineOrder(string reference, string difference) => new(
        "BaselineOrder",
        ErrorKind.InvalidArgument,
        $"'{difference}' is not later than '{reference}': -Reference is the one before, -Difference the one after.",
        "Swap them; Get-XmrtQueryBaseline shows when each was taken.",
        difference);
}
