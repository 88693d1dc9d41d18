namespace XmrtOps.Faults;

/// <summary>Conditions of rehearsals.</summary>
internal static partial class Errors
{
    public static XmrtException UnknownScenario(string name, string known) => new(
        "UnknownScenario",
        ErrorKind.ObjectNotFound,
        $"There is no scenario '{name}'.",
        $"Invoke-XmrtScenario -List describes them: {known}.",
        name);

    public static XmrtException NotASandbox(string connection) => new(
        "NotASandbox",
        ErrorKind.SecurityRefused,
        $"The connection '{connection}' does not lead to a sandbox of this process: nothing was broken.",
        "Start-XmrtSandbox | Connect-Xmrt, and then the scenario.",
        connection);

    public static XmrtException NoScenario(string sandbox) => new(
        "NoScenario",
        ErrorKind.InvalidState,
        $"The sandbox '{sandbox}' is in no scenario.",
        "Invoke-XmrtScenario -List describes those that can be started.",
        sandbox);
}
