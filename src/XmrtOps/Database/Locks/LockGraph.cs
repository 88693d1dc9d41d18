using XmrtOps.Database.Activity;

namespace XmrtOps.Database.Locks;

/// <summary>Who waits for whom.</summary>
internal static class LockGraph
{
    // It has ended between two looks.
    private const string Unknown = "?";

    /// <summary>The sessions and prepared transactions that wait or are waited for, each knowing the others.</summary>
    public static List<LockNode> Connect(IReadOnlyList<BackendActivity> activities, IReadOnlyList<LockRow> locks)
    {
        Dictionary<(int?, string?), LockNode> nodes = [];
        ILookup<int, BackendActivity> workers = activities
            .Where(a => a.LeaderProcessId is not null)
            .ToLookup(a => a.LeaderProcessId!.Value);
        Dictionary<(int?, string?), BackendActivity> known = activities
            .Where(a => a.Kind != ActivityKind.ReplicationSlot)
            .ToDictionary(a => (a.ProcessId, a.Name));
        ILookup<int, LockRow> wanted = locks
            .Where(l => l is { IsGranted: false, ProcessId: not null })
            .ToLookup(l => l.ProcessId!.Value);
        foreach (BackendActivity waiting in activities.Where(a => a is { BlockedBy.Count: > 0, ProcessId: not null }))
        {
            int pid = waiting.ProcessId!.Value;
            LockNode node = Node(pid, null);
            node.Wanted = wanted[pid].Concat(workers[pid].SelectMany(w => wanted[w.ProcessId!.Value])).FirstOrDefault();
            IEnumerable<LockNode> blockers = waiting.BlockedBy
                .Where(blocker => blocker != 0)
                .Select(blocker => Node(blocker, null));
            // The server says of a prepared transaction only that it is one: these are those whose locks are in the way.
            IEnumerable<LockNode> prepared = waiting.BlockedBy.Contains(0)
                ? locks
                    .Where(l => l is { IsGranted: true, PreparedTransaction: not null }
                        && l.Tag == node.Wanted?.Tag
                        && LockModes.Conflict(l.Mode, node.Wanted.Mode))
                    .Select(l => l.PreparedTransaction!)
                    .DefaultIfEmpty(Unknown)
                    .Select(gid => Node(null, gid))
                : [];
            foreach (LockNode blocker in blockers.Concat(prepared).ToList())
            {
                if (node.Blockers.Add(blocker))
                {
                    blocker.Waiting.Add(node);
                }
            }
        }

        return [.. nodes.Values];

        LockNode Node(int? pid, string? gid)
        {
            if (!nodes.TryGetValue((pid, gid), out LockNode? node))
            {
                // It may have ended since it was named as a blocker.
                nodes[(pid, gid)] = node = new LockNode(known.GetValueOrDefault((pid, gid)) ?? new BackendActivity
                {
                    Connection = activities[0].Connection,
                    Kind = gid is null ? ActivityKind.Backend : ActivityKind.PreparedTransaction,
                    ProcessId = pid,
                    Name = gid,
                    MeasuredAt = activities[0].MeasuredAt,
                });
            }

            return node;
        }
    }

    /// <summary>Gives each a place below one of its blockers, and the roots none.</summary>
    public static void Place(IReadOnlyList<LockNode> nodes)
    {
        foreach (LockNode node in nodes)
        {
            node.UnplacedBlockers = node.Blockers.Count;
        }

        Queue<LockNode> ready = new(nodes.Where(node => node.UnplacedBlockers == 0));
        for (int placed = 0; placed < nodes.Count; placed++)
        {
            if (!ready.TryDequeue(out LockNode? node))
            {
                // All that are left wait for each other, or for some that do.
                List<LockNode> cycle = Cycle(nodes.First(n => !n.IsPlaced));
                cycle.ForEach(n => n.IsDeadlock = true);
                node = cycle.MaxBy(n => n.WaitMs)!;
            }

            node.Place();
            foreach (LockNode waiting in node.Waiting)
            {
                if (--waiting.UnplacedBlockers == 0 && !waiting.IsPlaced)
                {
                    ready.Enqueue(waiting);
                }
            }
        }

        Group(nodes);
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

    private static void Group(IReadOnlyList<LockNode> nodes)
    {
        int groups = 0;
        foreach (LockNode start in nodes.Where(node => node.Group < 0))
        {
            Stack<LockNode> open = new([start]);
            start.Group = groups;
            while (open.TryPop(out LockNode? node))
            {
                foreach (LockNode next in node.Blockers.Concat(node.Waiting).Where(next => next.Group < 0))
                {
                    next.Group = groups;
                    open.Push(next);
                }
            }

            groups++;
        }
    }
}
