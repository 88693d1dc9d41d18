using XmrtOps.Database.Activity;

namespace XmrtOps.Database.Locks;

/// <summary>A session or prepared transaction that waits, or is waited for.</summary>
internal sealed class LockNode(BackendActivity activity)
{
    public BackendActivity Activity { get; } = activity;

    /// <summary>The lock that it waits for; null where it waits for none, or has just got it.</summary>
    public LockRow? Wanted { get; set; }

    public HashSet<LockNode> Blockers { get; } = [];

    public List<LockNode> Children { get; } = [];

    /// <summary>The one of its blockers that it is shown below.</summary>
    public LockNode? Parent { get; set; }

    public int Depth { get; set; } = -1;

    public bool IsPlaced => Depth >= 0;

    public bool IsDeadlock { get; set; }

    public LockNode Root => Parent is null ? this : Parent.Root;

    public double WaitMs => Activity.WaitMs ?? 0;

    public int Waiters => Children.Sum(child => 1 + child.Waiters);

    public double LongestWaitMs => Children.Select(child => child.LongestWaitMs).Append(Parent is null ? 0 : WaitMs).Max();
}
