using System.Management.Automation;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.Retention;

namespace XmrtOps.Cmdlets;

/// <summary>What all cmdlets that delete rows by their age may be told: how much, how long, how fast, and where an archive goes.</summary>
public abstract class RetentionParametersCmdlet : DatabaseChangeCmdlet
{
    private static readonly TimeSpan s_shortestTarget = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestTarget = TimeSpan.FromSeconds(10);

    /// <summary>Rows of the table itself that are deleted at most. Partitions are emptied then, not dropped.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaximumRows { get; set; }

    /// <summary>No batch begins after that time.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? MaximumDuration { get; set; }

    /// <summary>Pause after each batch.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Throttle { get; set; }

    /// <summary>Time that a batch should take at most; 200ms if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? BatchTarget { get; set; }

    /// <summary>A directory, new or empty, that the rows and their cascades are written to before any is deleted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Archive { get; set; }

    /// <summary>Goes ahead although deleting fires triggers or rules.</summary>
    [Parameter]
    public SwitchParameter AllowTriggers { get; set; }

    private protected RetentionOptions Options { get; private set; } = new();

    /// <summary>Full path of the archive; null: none is wanted.</summary>
    private protected string? ArchivePath { get; private set; }

    private protected override void Begin()
    {
        ArchivePath = Archive is null ? null : FilePathOf(Archive);
        TimeSpan target = BatchTarget?.Duration(nameof(BatchTarget)) ?? RetentionThresholds.BatchTarget;
        if (target < s_shortestTarget || target > s_longestTarget)
        {
            throw Errors.DurationOutOfRange(nameof(BatchTarget), BatchTarget!.ToString(), "10ms to 10s");
        }

        Options = new RetentionOptions
        {
            BatchTarget = target,
            Throttle = Throttle?.Duration(nameof(Throttle)) ?? TimeSpan.Zero,
            MaximumDuration = MaximumDuration?.Duration(nameof(MaximumDuration)),
            MaximumRows = MaximumRows,
        };
    }
}
