using XmrtOps.Database.Activity;

namespace XmrtOps.Database.Locks;

/// <summary>A session or prepared transaction that waits, or is waited for.</summary>
internal sealed class LockNode(BackendActivity activity)
{
    public BackendActivity Activity { get; } = activity;

    /// <summary>The lock that it waits for; null where it waits for none, or has just got it.</summary>
    public LockRow? Wanted { get; set; }

    /// <summary>Those that it waits for.</summary>
    public HashSet<LockNode> Blockers { get; } = [];

    /// <summary>Those that wait for it, directly.</summary>
    public List<LockNode> Waiting { get; } = [];

    /// <summary>Blockers that have no place in a tree yet.</summary>
    public int UnplacedBlockers { get; set; }

    /// <summary>The one of its blockers that it is shown below.</summary>
    public LockNode? Parent { get; private set; }

    public List<LockNode> Children { get; } = [];

    /// <summary>-1: it has no place yet.</summary>
    public int Depth { get; private set; } = -1;

    public bool IsDeadlock { get; set; }

    /// <summary>Trees that somebody waits in who waits for several roots have the same number.</summary>
    public int Group { get; set; } = -1;

    public LockNode Root { get; private set; } = null!;

    public bool IsPlaced => Depth >= 0;

    public double WaitMs => Activity.WaitMs ?? 0;

    /// <summary>Puts it below the one of its blockers that is farthest from a root, since that one has to end last.</summary>
    public void Place()
    {
        LockNode? parent = null;
        foreach (LockNode blocker in Blockers.Where(blocker => blocker.IsPlaced))
        {
            if (parent is null
                || (blocker.Depth, blocker.WaitMs, parent.Activity.ProcessId ?? 0).CompareTo(
                    (parent.Depth, parent.WaitMs, blocker.Activity.ProcessId ?? 0)) > 0)
            {
                parent = blocker;
            }
        }

        Parent = parent;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Root = parent?.Root ?? this;
        parent?.Children.Add(this);
    }

    /// <summary>All that wait for it, directly or through others, whichever tree they are shown in.</summary>
    public HashSet<LockNode> AllWaiting()
    {
        HashSet<LockNode> reached = [];
        Stack<LockNode> open = new([this]);
        while (open.TryPop(out LockNode? node))
        {
            foreach (LockNode waiting in node.Waiting.Where(waiting => waiting != this && reached.Add(waiting)))
            {
                open.Push(waiting);
            }
        }

        return reached;
    }
}
