using XmrtOps.Findings;

namespace XmrtOps.Functions;

/// <summary>An edge function as it is deployed, and how it did (runbook, chapter 6). Numbers of calls are of the time since
/// <see cref="Since"/>, from the platform's log; null where that could not be read.</summary>
public sealed record DeployedFunction
{
    /// <summary>Name of the connection it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>Its name in addresses.</summary>
    public required string Name { get; init; }

    /// <summary>The platform's identifier of it, as the log has it.</summary>
    public string? Id { get; init; }

    /// <summary>Counts its deployments.</summary>
    public int? Version { get; init; }

    /// <summary>ACTIVE, REMOVED, THROTTLED.</summary>
    public string? Status { get; init; }

    /// <summary>The platform checks the caller's token before it calls the function, as deployed.</summary>
    public bool? VerifiesJwt { get; init; }

    /// <summary>The same, as config.toml has it; null without -ProjectPath, or where it says nothing of the function.</summary>
    public bool? ConfiguredVerifiesJwt { get; init; }

    /// <summary>When it was first deployed.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last deployed or changed.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>The file that starts it.</summary>
    public string? EntrypointPath { get; init; }

    /// <summary>Calls.</summary>
    public long? Calls { get; init; }

    /// <summary>Calls answered with 500 or more, those that met a limit included.</summary>
    public long? Errors { get; init; }

    /// <summary>Share of these, 0 to 100; null where there was no call.</summary>
    public double? ErrorPercent { get; init; }

    /// <summary>Calls answered with 401.</summary>
    public long? Unauthorized { get; init; }

    /// <summary>Of these, the ones that the platform refused itself, before the function was called.</summary>
    public long? RefusedByPlatform { get; init; }

    /// <summary>Half of the calls took no longer; milliseconds.</summary>
    public double? P50Ms { get; init; }

    /// <summary>95 of 100 calls took no longer; milliseconds.</summary>
    public double? P95Ms { get; init; }

    /// <summary>The slowest call; milliseconds.</summary>
    public double? MaxMs { get; init; }

    /// <summary>Calls that were not answered within <see cref="AnswerLimitMs"/>: 504.</summary>
    public long? Timeouts { get; init; }

    /// <summary>Calls that met a limit of memory or processor: 546.</summary>
    public long? LimitsMet { get; init; }

    /// <summary>Workers that were ended for their memory, as the log says.</summary>
    public long? MemoryLimitsMet { get; init; }

    /// <summary>The platform's limit until an answer, in milliseconds. No setting changes it.</summary>
    public double AnswerLimitMs { get; init; } = FunctionLimits.AnswerMs;

    /// <summary>The platform's limit of processor time for a call, in milliseconds. No setting changes it.</summary>
    public double ProcessorLimitMs { get; init; } = FunctionLimits.ProcessorMs;

    /// <summary>The platform's limit of memory, in bytes. No setting changes it. What a function uses is told nowhere.</summary>
    public long MemoryLimitBytes { get; init; } = FunctionLimits.MemoryBytes;

    /// <summary>Calls are counted from then on.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>With -Probe: what it answered.</summary>
    public FunctionProbe? Probe { get; init; }

    /// <summary>What is wrong with it, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>When it was looked at.</summary>
    public DateTimeOffset MeasuredAt { get; init; }
}
