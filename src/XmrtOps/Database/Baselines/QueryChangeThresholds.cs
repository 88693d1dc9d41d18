using XmrtOps.Findings;

namespace XmrtOps.Database.Baselines;

/// <summary>Every number that a comparison judges by, with where it comes from.</summary>
internal static class QueryChangeThresholds
{
    /// <summary>Calls below which an average says little, on both sides. The common floor of slow-query reports: an
    /// average over 20 calls stands a single outlier of ten times its size with half a change.</summary>
    public const long Calls = 20;

    /// <summary>How many times as long an average call takes. Own judgement: averages of the same load differ by a third
    /// from one hour to the next, by the warmth of caches and the neighbours on the machine.</summary>
    public const double Ratio = 1.5;

    /// <summary>Milliseconds that all calls of the interval took longer together. The runbook's target for one call is
    /// 100 ms: what adds less than that to a whole interval hurts nobody.</summary>
    public const double AddedMs = 100;

    /// <summary>Milliseconds of an average call from which on a slower statement is critical. Runbook, Key Metrics 2:
    /// alert above 500 ms.</summary>
    public const double CriticalMeanMs = 500;

    /// <summary>Share of the calls until the reference whose statements were forgotten, from which on it was a reset. Own
    /// judgement: evictions take what is run least, a reset takes what is run most.</summary>
    public const double LostShare = 0.9;

    public static Severity SeverityOf(double meanMs) => meanMs >= CriticalMeanMs ? Severity.Critical : Severity.Warning;

    public static bool IsSlower(long callsBefore, double meanBefore, long calls, double mean) =>
        IsEnough(callsBefore, calls)
        && mean >= meanBefore * Ratio
        && calls * (mean - meanBefore) >= AddedMs;

    public static bool IsFaster(long callsBefore, double meanBefore, long calls, double mean) =>
        IsEnough(callsBefore, calls)
        && mean * Ratio <= meanBefore
        && calls * (meanBefore - mean) >= AddedMs;

    private static bool IsEnough(long callsBefore, long calls) => callsBefore >= Calls && calls >= Calls;
}
