using XmrtOps.Logs;

namespace XmrtOps.Frontend;

/// <summary>A line of a build's log (runbook, line 39).</summary>
public sealed record DeploymentLogLine
{
    /// <summary>Name of the connection that it was read from.</summary>
    public required string Connection { get; init; }

    /// <summary>The deployment that is, or was, built: dpl_…</summary>
    public required string DeploymentId { get; init; }

    /// <summary>Which line it is, from 1 on.</summary>
    public int Number { get; init; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How much it matters, as the build says; null where it does not.</summary>
    public LogLevel? Level { get; init; }

    /// <summary>command, stdout, stderr and others.</summary>
    public string? Type { get; init; }

    /// <summary>What it says, without colours and control characters, and with what looks like a secret masked.</summary>
    public required string Text { get; init; }

    /// <summary>The build failed, and this line says why.</summary>
    public bool IsFailure { get; init; }

    /// <summary>The line's text.</summary>
    public override string ToString() => Text;
}
