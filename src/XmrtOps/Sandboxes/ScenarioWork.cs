using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Scenarios;

namespace XmrtOps.Sandboxes;

/// <summary>Calls the sandbox's scenarios, of sandboxes of this process only.</summary>
internal static class ScenarioWork
{
    public static IReadOnlyList<(string Name, string Symptom)> Names =>
        [.. SandboxRehearsal.All.Select(scenario => (scenario.Name, scenario.Symptom))];

    public static IReadOnlyList<XmrtScenario> List(bool showsSolution) =>
        [.. SandboxRehearsal.All.Select(scenario => new XmrtScenario(scenario, showsSolution))];

    /// <exception cref="XmrtException">UnknownScenario.</exception>
    public static SandboxScenario Named(string name) =>
        SandboxRehearsal.All.FirstOrDefault(scenario => string.Equals(scenario.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw Errors.UnknownScenario(name, string.Join(", ", SandboxRehearsal.All.Select(scenario => scenario.Name)));

    /// <summary>The sandbox that a connection leads to. Nothing else is ever broken: not what is merely on this machine.</summary>
    /// <exception cref="XmrtException">NotASandbox.</exception>
    public static RunningSandbox Of(XmrtConnection connection) =>
        Own().FirstOrDefault(sandbox => connection.HostName is null
            ? connection.SupabaseApiUrl == sandbox.SupabaseApiUrl
            : connection.HostName == sandbox.Host && connection.Port == sandbox.Port)
        ?? throw Errors.NotASandbox(connection.Name);

    /// <summary>The one sandbox of this process; null where there are none or several.</summary>
    public static RunningSandbox? Only() => Own() is [var only] ? only : null;

    /// <exception cref="XmrtException">SandboxOfAnotherProcess.</exception>
    public static RunningSandbox Of(XmrtSandbox sandbox) => SandboxHost.FindOwn(sandbox.Directory) ?? throw Errors.Sandbox(
        "SandboxOfAnotherProcess",
        $"The sandbox '{sandbox.Name}' belongs to process {sandbox.OwnerProcessId}.",
        "Rehearse in that session, or start one here: Start-XmrtSandbox | Connect-Xmrt.");

    /// <exception cref="XmrtException">ScenarioUnderWay, ScenarioFailed.</exception>
    public static Task<XmrtScenario> StartAsync(
        RunningSandbox sandbox, SandboxScenario scenario, string? connection, bool showsSolution, CancellationToken cancellation) =>
        SandboxWork.TranslateAsync(async () =>
        {
            await sandbox.Rehearsal.StartAsync(scenario, cancellation);
            return new XmrtScenario(scenario, showsSolution, sandbox.Name, connection)
            {
                StartedAt = sandbox.Rehearsal.StartedAt,
            };
        });

    /// <exception cref="XmrtException">NoScenario, ScenarioFailed.</exception>
    public static Task<XmrtScenario> EndAsync(RunningSandbox sandbox, string? connection, CancellationToken cancellation) =>
        SandboxWork.TranslateAsync(async () =>
        {
            (SandboxScenario scenario, DateTimeOffset startedAt, bool wasSolved) =
                await sandbox.Rehearsal.EndAsync(cancellation) ?? throw Errors.NoScenario(sandbox.Name);
            return new XmrtScenario(scenario, showsSolution: true, sandbox.Name, connection)
            {
                State = "Ended",
                StartedAt = startedAt,
                EndedAt = DateTimeOffset.Now,
                WasSolved = wasSolved,
                EndCommand = null,
            };
        });

    private static RunningSandbox[] Own() =>
        [.. SandboxHost.List().Select(listing => SandboxHost.FindOwn(listing.Directory)).OfType<RunningSandbox>()];
}
