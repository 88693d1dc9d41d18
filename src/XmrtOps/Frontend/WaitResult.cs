namespace XmrtOps.Frontend;

/// <summary>What waiting for a build or a promotion came to.</summary>
/// <param name="Deployment">As it is then.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record WaitResult(Deployment Deployment, DeploymentOutcome Outcome)
{
    public string Reason { get; init; } = "";

    public string? Remedy { get; init; }

    public string? ProductionAfter { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }
}
