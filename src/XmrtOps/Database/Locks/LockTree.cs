using XmrtOps.Database.Activity;
using XmrtOps.Findings;

namespace XmrtOps.Database.Locks;

/// <summary>Makes trees of who waits for whom: pure, over rows that were read.</summary>
internal static class LockTree
{
    /// <param name="activities">All that the server does.</param>
    /// <param name="locks">The locks that are waited for, and those on the same things.</param>
    /// <returns>The lines of all trees, each below the one that it waits for; who keeps most waiting comes first.</returns>
    public static List<LockWait> Build(IReadOnlyList<BackendActivity> activities, IReadOnlyList<LockRow> locks)
    {
        List<LockNode> nodes = LockGraph.Connect(activities, locks);
        LockGraph.Place(nodes);
        List<LockWait> lines = [];
        List<(LockNode Node, HashSet<LockNode> Waiting)> roots = nodes
            .Where(node => node.Parent is null)
            .Select(root => (root, root.AllWaiting()))
            .ToList();
        // Roots that keep the same session waiting stay together.
        foreach ((LockNode root, HashSet<LockNode> waiting) in roots
            .GroupBy(root => root.Node.Group)
            .OrderByDescending(group => group.Max(root => root.Waiting.Count))
            .ThenByDescending(group => group.Max(root => Longest(root.Waiting)))
            .SelectMany(group => group
                .OrderByDescending(root => root.Waiting.Count)
                .ThenBy(root => root.Node.Activity.ProcessId)))
        {
            Stack<LockNode> open = new([root]);
            while (open.TryPop(out LockNode? node))
            {
                LockWait line = Line(node, locks);
                lines.Add(node == root
                    ? line with { Waiters = waiting.Count, Severity = ActivityThresholds.Blocked.Judge(Longest(waiting)) }
                    : line with { Waiters = Below(node) });
                // The last one to be put on it is the first one to be shown.
                foreach (LockNode child in node.Children
                    .OrderBy(c => c.WaitMs)
                    .ThenByDescending(c => c.Activity.ProcessId))
                {
                    open.Push(child);
                }
            }
        }

        return lines;
    }

    /// <summary>Those below it: to follow every edge from every line would take minutes of a queue of thousands.</summary>
    private static int Below(LockNode node)
    {
        int count = 0;
        Stack<LockNode> open = new(node.Children);
        while (open.TryPop(out LockNode? child))
        {
            count++;
            child.Children.ForEach(open.Push);
        }

        return count;
    }

    private static double? Longest(IEnumerable<LockNode> nodes) => nodes.Max(node => node.Activity.WaitMs);

    private static LockWait Line(LockNode node, IReadOnlyList<LockRow> locks)
    {
        BackendActivity activity = node.Activity;
        bool isWaiting = node.Blockers.Count > 0;
        LockRow? wanted = isWaiting ? node.Wanted : null;
        // Who waits for a transaction to end has marked the row that it waits for by a lock of its own.
        LockRow? row = wanted?.LockType == "transactionid"
            ? locks.FirstOrDefault(l => l is { IsGranted: true, LockType: "tuple" } && l.ProcessId == wanted.ProcessId)
            : null;
        return new LockWait
        {
            Connection = activity.Connection,
            ProcessId = activity.ProcessId,
            PreparedTransaction = activity.Kind == ActivityKind.PreparedTransaction ? activity.Name : null,
            Depth = node.Depth,
            RootProcessId = node.Root.Activity.ProcessId,
            Root = node.Root.Activity,
            Group = node.Group,
            BlockedBy = activity.BlockedBy,
            IsDeadlock = node.IsDeadlock,
            WaitMs = isWaiting ? activity.WaitMs : null,
            WaitIsUpperBound = isWaiting && activity.WaitIsUpperBound,
            Severity = isWaiting ? ActivityThresholds.Blocked.Judge(activity.WaitMs) : Severity.None,
            LockType = wanted?.LockType,
            Object = wanted is null ? null : LockNames.Of(wanted, row),
            Relation = (wanted?.Relation ?? row?.Relation)?.ToString(),
            LockMode = wanted?.Mode,
            HeldMode = wanted is null ? null : Held(node, wanted, locks),
            Role = activity.Role,
            Database = activity.Database,
            Application = activity.Application,
            ClientAddress = activity.ClientAddress,
            BackendType = activity.BackendType,
            State = activity.State,
            DurationMs = activity.DurationMs,
            TransactionMs = activity.TransactionMs,
            Query = activity.Query,
            IsHidden = activity.IsHidden,
            BackendStart = activity.BackendStart,
            MeasuredAt = activity.MeasuredAt,
        };
    }

    private static string? Held(LockNode node, LockRow wanted, IReadOnlyList<LockRow> locks) => locks
        .Where(l => l.IsGranted
            && l.Tag == wanted.Tag
            && LockModes.Conflict(l.Mode, wanted.Mode)
            && node.Blockers.Any(blocker => l.ProcessId is { } pid
                ? pid == blocker.Activity.ProcessId
                : l.PreparedTransaction is { } gid && gid == blocker.Activity.Name))
        .Select(l => l.Mode)
        .MaxBy(LockModes.Strength);
}
