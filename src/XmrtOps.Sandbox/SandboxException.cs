namespace XmrtOps.Sandbox;

/// <summary>A sandbox could not be started, found or stopped; says why and what to do.</summary>
public sealed class SandboxException : Exception
{
    /// <summary>Creates the exception for one condition.</summary>
    public SandboxException(string condition, string message, string remedy, Exception? innerException = null)
        : base(message, innerException)
    {
        Condition = condition;
        Remedy = remedy;
    }

    /// <summary>
    /// Stable identifier in PascalCase: AccountMissing, PostgresDownloadFailed, PostgresNotFound, PostgresStartFailed,
    /// SandboxNameInvalid, SandboxNameTaken, SandboxNotRemoved, SandboxOfAnotherProcess, SandboxOptionInvalid,
    /// SandboxRootBusy, SandboxRootUnusable, SandboxSeedingFailed, SandboxStopped, ScenarioFailed, ScenarioUnderWay.
    /// </summary>
    public string Condition { get; }

    /// <summary>What the user can do about it.</summary>
    public string Remedy { get; }
}
