namespace XmrtOps.Sandbox.Scenarios;

/// <summary>A fault to rehearse on: what a sandbox is put into, and how it gets out again.</summary>
public abstract class SandboxScenario
{
    /// <summary>Its name, in PascalCase.</summary>
    public abstract string Name { get; }

    /// <summary>What users report.</summary>
    public abstract string Symptom { get; }

    /// <summary>Where to begin to look.</summary>
    public abstract string Hint { get; }

    /// <summary>What is wrong, how it is told, and what mends it.</summary>
    public abstract string Solution { get; }

    /// <summary>Breaks the sandbox.</summary>
    internal abstract Task StartAsync(ScenarioStage stage, CancellationToken cancellation);

    /// <summary>Mends what is still broken; does nothing where the user has mended it.</summary>
    internal abstract Task EndAsync(ScenarioStage stage, CancellationToken cancellation);

    /// <summary>Whether it has been mended, by whomever.</summary>
    internal abstract Task<bool> IsSolvedAsync(ScenarioStage stage, CancellationToken cancellation);
}
