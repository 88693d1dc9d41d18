using XmrtOps.Findings;
using XmrtOps.Sandbox.Scenarios;

namespace XmrtOps.Sandboxes;

/// <summary>A scenario of a rehearsal: what users report, and, when it is asked for, what was wrong.</summary>
public sealed class XmrtScenario
{
    internal XmrtScenario(SandboxScenario scenario, bool showsSolution)
    {
        Name = scenario.Name;
        Symptom = scenario.Symptom;
        Hint = scenario.Hint;
        Solution = showsSolution ? scenario.Solution : null;
        State = "Available";
    }

    internal XmrtScenario(SandboxScenario scenario, bool showsSolution, string sandbox, string? connection)
        : this(scenario, showsSolution)
    {
        Sandbox = sandbox;
        Connection = connection;
        State = "UnderWay";
        EndCommand = connection is null
            ? $"Get-XmrtSandbox {CommandText.Argument(sandbox)} | Invoke-XmrtScenario -End"
            : $"Invoke-XmrtScenario -End -Connection {CommandText.Argument(connection)}";
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Available, UnderWay or Ended.</summary>
    public string State { get; internal init; }

    /// <summary>What users report, in their words.</summary>
    public string Symptom { get; }

    /// <summary>Where to begin to look.</summary>
    public string Hint { get; }

    /// <summary>What is wrong, how it is told and mended; null unless -ShowSolution asks for it, or it has ended.</summary>
    public string? Solution { get; }

    /// <summary>Name of the sandbox; null of a scenario that is only listed.</summary>
    public string? Sandbox { get; }

    /// <summary>Name of the connection to it, by which the next command finds it; null where the sandbox was given.</summary>
    public string? Connection { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartedAt { get; internal init; }

    /// <summary>When it was ended.</summary>
    public DateTimeOffset? EndedAt { get; internal init; }

    /// <summary>What was broken had been mended before it was ended; null until then.</summary>
    public bool? WasSolved { get; internal init; }

    /// <summary>The command that ends it and mends what is still broken.</summary>
    public string? EndCommand { get; internal init; }

    /// <inheritdoc />
    public override string ToString() => Name;
}
