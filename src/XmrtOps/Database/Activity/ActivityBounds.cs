using XmrtOps.Findings;

namespace XmrtOps.Database.Activity;

/// <summary>From which length of time on something has to be looked at, and acted on.</summary>
/// <param name="WarningMs">Milliseconds from which on it is a warning.</param>
/// <param name="CriticalMs">Milliseconds from which on it is critical.</param>
internal sealed record ActivityBounds(double WarningMs, double CriticalMs)
{
    public static ActivityBounds OfSeconds(double warning, double critical) => new(warning * 1000, critical * 1000);

    public Severity Judge(double? milliseconds) => milliseconds switch
    {
        { } span when span >= CriticalMs => Severity.Critical,
        { } span when span >= WarningMs => Severity.Warning,
        _ => Severity.None,
    };

    /// <summary>The bound that decided.</summary>
    public double Of(Severity severity) => severity == Severity.Critical ? CriticalMs : WarningMs;
}
