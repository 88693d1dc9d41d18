using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Database.Locks;

/// <summary>Shows who blocks whom, as a tree with the one to stop at its root (runbook, chapter 3).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtLock", SupportsPaging = true)]
[OutputType(typeof(LockWait))]
public sealed class GetXmrtLockCommand : DatabaseReadCmdlet<LockWait>
{
    private TimeSpan _minimumWait;

    /// <summary>Only trees in which one of these processes blocks or waits.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public int[]? ProcessId { get; set; }

    /// <summary>Only trees in which somebody has waited for so long, such as 30s.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument? MinimumDuration { get; set; }

    /// <summary>Lists all, not the first 20 lines.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    internal override IAsyncEnumerable<LockWait> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) =>
        LockReader.ReadAsync(connection, ProcessId, _minimumWait, PageOf(All), notices, cancellation);

    private protected override void Begin() =>
        _minimumWait = MinimumDuration?.Duration(nameof(MinimumDuration)) ?? TimeSpan.Zero;
}
