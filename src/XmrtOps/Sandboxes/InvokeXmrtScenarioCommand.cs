using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Scenarios;

namespace XmrtOps.Sandboxes;

/// <summary>Breaks a sandbox of this process in a way to rehearse on, and mends it again.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "XmrtScenario",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low,
    DefaultParameterSetName = "Start")]
[OutputType(typeof(XmrtScenario))]
public sealed class InvokeXmrtScenarioCommand : ConnectedCmdlet
{
    private bool _isListed;

    /// <summary>The scenario.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Start")]
    [ArgumentCompleter(typeof(ScenarioCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Ends the scenario under way, and mends what is still broken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "End")]
    public new SwitchParameter End { get; set; }

    /// <summary>Lists the scenarios.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "List")]
    public SwitchParameter List { get; set; }

    /// <summary>Tells what is wrong, how it is told and what mends it.</summary>
    [Parameter(ParameterSetName = "Start")]
    [Parameter(ParameterSetName = "List")]
    public SwitchParameter ShowSolution { get; set; }

    /// <summary>The sandbox; by default that of the current connection, or the only one of this process.</summary>
    [Parameter(ValueFromPipeline = true)]
    public XmrtSandbox? InputObject { get; set; }

    private protected override void Process()
    {
        if (List)
        {
            if (!_isListed)
            {
                WriteObject(ScenarioWork.List(ShowSolution), enumerateCollection: true);
                _isListed = true;
            }

            return;
        }

        SandboxScenario? scenario = End ? null : ScenarioWork.Named(Name);
        foreach ((RunningSandbox sandbox, string? connection) in Targets())
        {
            try
            {
                Act(sandbox, connection, scenario);
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, sandbox.Name));
            }
        }
    }

    private void Act(RunningSandbox sandbox, string? connection, SandboxScenario? scenario)
    {
        if (ShouldProcess(sandbox.Name, scenario is null ? "end the scenario" : $"start the scenario {scenario.Name}"))
        {
            WriteObject(Await((_, cancellation) => scenario is null
                ? ScenarioWork.EndAsync(sandbox, connection, cancellation)
                : ScenarioWork.StartAsync(sandbox, scenario, connection, ShowSolution, cancellation)));
        }
    }

    private List<(RunningSandbox Sandbox, string? Connection)> Targets()
    {
        if (InputObject is { } given)
        {
            return [(ScenarioWork.Of(given), null)];
        }

        if (Connection is null && Session.OfRunspace.Current is null)
        {
            return [(ScenarioWork.Only() ?? throw Errors.NotConnected(), null)];
        }

        List<(RunningSandbox, string?)> found = [];
        foreach (XmrtConnection connection in ResolveConnections())
        {
            try
            {
                found.Add((ScenarioWork.Of(connection), connection.Name));
            }
            catch (XmrtException fault)
            {
                WriteError(ErrorRecords.From(fault, connection));
            }
        }

        return found;
    }
}
