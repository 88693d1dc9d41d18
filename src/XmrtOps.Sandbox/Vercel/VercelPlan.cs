namespace XmrtOps.Sandbox.Vercel;

/// <summary>What the team pays for.</summary>
public enum VercelPlan
{
    /// <summary>
    /// Free: a rollback goes back to the previous production deployment only, and there are no metrics.
    /// </summary>
    Hobby,

    /// <summary>Paid, without Observability Plus.</summary>
    Pro,

    /// <summary>Paid, with Observability Plus: metrics can be queried.</summary>
    ProWithObservability,
}
