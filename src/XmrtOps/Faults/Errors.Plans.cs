namespace XmrtOps.Faults;

/// <summary>Conditions of planning statements and of running them to measure.</summary>
internal static partial class Errors
{
    public static XmrtException RoleNotAssumable(
        string target, string role, string connected, string reason, Exception? cause = null) => new(
        "RoleNotAssumable",
        ErrorKind.PermissionDenied,
        $"{target}: '{connected}' cannot take the role '{role}': {reason}.",
        $"GRANT {Data.DatabaseTransaction.QuoteIdentifier(role)} TO {Data.DatabaseTransaction.QuoteIdentifier(connected)}; "
        + "or connect as a role that may, such as 'postgres'.",
        role,
        cause);

    public static XmrtException RoleNotFound(string target, string role, Exception? cause = null) => new(
        "RoleNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} has no role '{role}'.",
        "Press Tab after -Role to see the roles; Supabase's are anon, authenticated and service_role.",
        role,
        cause);

    public static XmrtException ParameterCountDiffers(int wanted, int given) => new(
        "ParameterCountDiffers",
        ErrorKind.InvalidArgument,
        $"The text has {wanted} parameter{(wanted == 1 ? "" : "s")} ($1, $2, …), and -Parameter gave {given}.",
        "Give one value for each, in their order; $null for NULL. Without -Parameter the plan is the one for any value.",
        given);

    public static XmrtException ParametersMissing(int wanted) => new(
        "ParametersMissing",
        ErrorKind.InvalidArgument,
        $"The text has {wanted} parameter{(wanted == 1 ? "" : "s")} without {(wanted == 1 ? "a value" : "values")}, "
        + "so that it cannot be run.",
        "Give -Parameter, or the text with its constants. Without -Analyze the plan for any value is shown.");

    public static XmrtException AnalyzeWouldWrite(string what) => new(
        "AnalyzeWouldWrite",
        ErrorKind.InvalidState,
        $"Running the statement would change something: {what}. It was not run.",
        "Without -Analyze its plan is shown. -AllowRolledBackWrite runs it in a transaction that is rolled back; its locks "
        + "hold up others meanwhile.");

    public static XmrtException AnalyzeCannotBeUndone(string what) => new(
        "AnalyzeCannotBeUndone",
        ErrorKind.SecurityRefused,
        $"Running the statement may do what no rollback takes back: {what}. It was not run.",
        "Without -Analyze its plan is shown. If you know these to be harmless, -AllowVolatileFunction runs it all the same.");

    public static XmrtException NothingToPlan(string type) => new(
        "NothingToPlan",
        ErrorKind.InvalidArgument,
        $"A {type} is neither a statement nor something with a property Query.",
        "Pipe texts, or records of Get-XmrtSlowQuery.",
        type);

    public static XmrtException NoPlan(string state, string reason) => new(
        "NoPlan",
        ErrorKind.InvalidData,
        $"There is no plan to give as JSON ({state}): {reason}",
        "Without -Raw the record says why.");
}
