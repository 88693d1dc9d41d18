namespace XmrtOps.Functions;

/// <summary>The platform's limits of edge functions. They are the same for all, and no setting changes them; only the longest
/// life of a worker differs by plan.</summary>
internal static class FunctionLimits
{
    /// <summary>A call that has not been answered by then is 504 IDLE_TIMEOUT.</summary>
    public const double AnswerMs = 150_000;

    /// <summary>Time on the processor for one call; more is 546 WORKER_LIMIT.</summary>
    public const double ProcessorMs = 2_000;

    /// <summary>Memory of a worker; more is 546 WORKER_LIMIT.</summary>
    public const long MemoryBytes = 256L * 1024 * 1024;

    /// <summary>A function that the platform bundles itself, as it does here.</summary>
    public const long BundleBytes = 5L * 1024 * 1024;

    /// <summary>From this share of the limit on the slowest call is worth a word.</summary>
    public const double NearShare = 0.7;

    /// <summary>From this share of failed calls on a version does not count as healthy.</summary>
    public const double UnhealthyPercent = 5;
}
