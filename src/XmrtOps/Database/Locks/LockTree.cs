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
        List<LockNode> nodes = Connect(activities, locks);
        Place(nodes);
        List<LockWait> lines = [];
        foreach (LockNode root in Ordered(nodes.Where(node => node.Parent is null)))
        {
            Write(root, locks, lines);
        }

        return lines;
    }

    /// <summary>The nodes that wait or are waited for, each knowing those it waits for.</summary>
    private static List<LockNode> Connect(IReadOnlyList<BackendActivity> activities, IReadOnlyList<LockRow> locks)
    {
        Dictionary<int, BackendActivity> byPid = activities
            .Where(a => a.ProcessId is not null)
            .ToDictionary(a => a.ProcessId!.Value);
        Dictionary<int, LockNode> sessions = [];
        Dictionary<string, LockNode> prepared = new(StringComparer.Ordinal);
        foreach (BackendActivity waiting in activities.Where(a => a.BlockedBy.Count > 0))
        {
            LockNode node = Session(waiting.ProcessId!.Value);
            HashSet<int> group = [waiting.ProcessId.Value, .. activities
                .Where(a => a.LeaderProcessId == waiting.ProcessId).Select(a => a.ProcessId!.Value)];
            node.Wanted = locks.FirstOrDefault(l => !l.IsGranted && l.ProcessId is { } pid && group.Contains(pid));
            foreach (int blocker in waiting.BlockedBy.Where(pid => pid != 0))
            {
                node.Blockers.Add(Session(blocker));
            }

            if (waiting.BlockedBy.Contains(0))
            {
                node.Blockers.UnionWith(Holders(node.Wanted, locks).Select(Prepared));
            }
        }

        return [.. sessions.Values, .. prepared.Values];

        LockNode Session(int pid)
        {
            if (!sessions.TryGetValue(pid, out LockNode? node))
            {
                // It may have ended since it was named as a blocker.
                sessions[pid] = node = new LockNode(byPid.GetValueOrDefault(pid)
                    ?? new BackendActivity { Connection = activities[0].Connection, ProcessId = pid, MeasuredAt = activities[0].MeasuredAt });
            }

            return node;
        }

        LockNode Prepared(string gid)
        {
            if (!prepared.TryGetValue(gid, out LockNode? node))
            {
                prepared[gid] = node = new LockNode(
                    activities.FirstOrDefault(a => a.Kind == ActivityKind.PreparedTransaction && a.Name == gid)
                    ?? new BackendActivity
                    {
                        Connection = activities[0].Connection,
                        Kind = ActivityKind.PreparedTransaction,
                        Name = gid,
                        MeasuredAt = activities[0].MeasuredAt,
                    });
            }

            return node;
        }
    }

    /// <summary>The server tells of a prepared transaction only that it is one: these are the ones whose locks are in the way.</summary>
    private static IEnumerable<string> Holders(LockRow? wanted, IReadOnlyList<LockRow> locks) => wanted is null
        ? []
        : locks
            .Where(l => l.IsGranted && l.PreparedTransaction is not null && l.Tag == wanted.Tag
                && LockModes.Conflict(l.Mode, wanted.Mode))
            .Select(l => l.PreparedTransaction!);

    /// <summary>Below which blocker each is shown: the one farthest from a root, since that one has to end last.</summary>
    private static void Place(List<LockNode> nodes)
    {
        List<LockNode> open = nodes;
        while (open.Count > 0)
        {
            List<LockNode> ready = [.. open.Where(node => node.Blockers.All(blocker => blocker.IsPlaced))];
            foreach (LockNode node in ready)
            {
                Hang(node);
            }

            if (ready.Count == 0)
            {
                // All that are left wait for each other, or for some that do.
                List<LockNode> cycle = Cycle(open[0]);
                cycle.ForEach(node => node.IsDeadlock = true);
                Hang(cycle.MaxBy(node => node.WaitMs)!);
            }

            open = [.. open.Where(node => !node.IsPlaced)];
        }
    }

    private static void Hang(LockNode node)
    {
        LockNode? parent = node.Blockers
            .Where(blocker => blocker.IsPlaced)
            .OrderByDescending(blocker => blocker.Depth)
            .ThenByDescending(blocker => blocker.WaitMs)
            .ThenBy(blocker => blocker.Activity.ProcessId)
            .FirstOrDefault();
        node.Parent = parent;
        node.Depth = parent is null ? 0 : parent.Depth + 1;
        parent?.Children.Add(node);
    }

    /// <summary>Follows blockers until one comes again.</summary>
    private static List<LockNode> Cycle(LockNode start)
    {
        List<LockNode> path = [];
        LockNode at = start;
        while (!path.Contains(at))
        {
            path.Add(at);
            at = at.Blockers.First(blocker => !blocker.IsPlaced);
        }

        return path[path.IndexOf(at)..];
    }

    private static IEnumerable<LockNode> Ordered(IEnumerable<LockNode> nodes) => nodes
        .OrderByDescending(node => node.Waiters)
        .ThenByDescending(node => node.LongestWaitMs)
        .ThenBy(node => node.Activity.ProcessId);

    private static void Write(LockNode node, IReadOnlyList<LockRow> locks, List<LockWait> lines)
    {
        lines.Add(Line(node, locks));
        foreach (LockNode child in node.Children.OrderByDescending(c => c.WaitMs).ThenBy(c => c.Activity.ProcessId))
        {
            Write(child, locks, lines);
        }
    }

    private static LockWait Line(LockNode node, IReadOnlyList<LockRow> locks)
    {
        BackendActivity activity = node.Activity;
        bool isWaiting = node.Blockers.Count > 0;
        LockRow? wanted = isWaiting ? node.Wanted : null;
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
            BlockedBy = activity.BlockedBy,
            Waiters = node.Waiters,
            IsDeadlock = node.IsDeadlock,
            WaitMs = isWaiting ? activity.WaitMs : null,
            WaitIsUpperBound = isWaiting && activity.WaitIsUpperBound,
            Severity = node.Depth == 0
                ? ActivityThresholds.Blocked.Judge(node.LongestWaitMs)
                : isWaiting ? ActivityThresholds.Blocked.Judge(activity.WaitMs) : Severity.None,
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
            && node.Blockers.Any(b => l.ProcessId is { } pid
                ? pid == b.Activity.ProcessId
                : l.PreparedTransaction == b.Activity.Name))
        .Select(l => l.Mode)
        .MaxBy(LockModes.Strength);
}
