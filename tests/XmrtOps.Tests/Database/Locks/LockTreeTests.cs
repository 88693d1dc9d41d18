using CsCheck;
using XmrtOps.Data;
using XmrtOps.Database.Activity;
using XmrtOps.Database.Locks;

namespace XmrtOps.Tests.Database.Locks;

public sealed class LockTreeTests
{
    [Fact]
    public void Sessions_that_wait_for_each_other_are_a_deadlock_and_end_the_search()
    {
        List<LockWait> lines = LockTree.Build(
            [Session(1, waitMs: 10, 2), Session(2, waitMs: 20, 1), Session(3, waitMs: 5, 1)], []);

        // The one that has waited longest stands for the circle.
        Assert.Equal([(2, 0, true), (1, 1, true), (3, 2, false)], lines.Select(l => (l.ProcessId!.Value, l.Depth, l.IsDeadlock)));
    }

    [Fact]
    public void Who_waits_for_a_holder_and_for_a_request_is_below_the_request()
    {
        List<LockWait> lines = LockTree.Build([Session(1), Session(2, 20, 1), Session(3, 10, 1, 2)], []);

        Assert.Equal([(1, 0), (2, 1), (3, 2)], lines.Select(l => (l.ProcessId!.Value, l.Depth)));
        Assert.Equal([2, 1, 0], lines.Select(l => l.Waiters));
    }

    [Fact]
    public void A_blocker_that_has_ended_since_is_still_named()
    {
        LockWait root = LockTree.Build([Session(2, 20, 99)], [])[0];

        Assert.Equal((99, 0, 1, null), (root.ProcessId, root.Depth, root.Waiters, root.State));
    }

    [Fact]
    public void A_wait_of_a_parallel_worker_is_its_leaders()
    {
        List<LockWait> lines = LockTree.Build(
            [Session(1), Session(2, 20, 1), new BackendActivity { Connection = "db", ProcessId = 21, LeaderProcessId = 2 }],
            [Lock(21, "AccessShareLock", isGranted: false), Lock(1, "AccessExclusiveLock", isGranted: true)]);

        Assert.Equal([1, 2], lines.Select(l => l.ProcessId!.Value));
        Assert.Equal(("public.t", "AccessShareLock", "AccessExclusiveLock"), (lines[1].Object, lines[1].LockMode, lines[1].HeldMode));
    }

    [Fact]
    public void Of_prepared_transactions_only_those_whose_locks_conflict_are_named()
    {
        List<LockWait> lines = LockTree.Build(
            [Session(2, 20, 0), Prepared("guilty"), Prepared("innocent")],
            [
                Lock(2, "ShareLock", isGranted: false),
                Lock(null, "RowExclusiveLock", isGranted: true) with { PreparedTransaction = "guilty" },
                Lock(null, "AccessShareLock", isGranted: true) with { PreparedTransaction = "innocent" },
            ]);

        Assert.Equal([("guilty", null), (null, 2)], lines.Select(l => (l.PreparedTransaction, l.ProcessId)));
    }

    [Fact]
    public void Each_is_shown_once_below_one_of_its_blockers_whoever_waits_for_whom() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12]).Array[0, 40].Sample(edges =>
        {
            BackendActivity[] sessions =
            [
                .. Enumerable.Range(1, 12).Select(pid => Session(
                    pid, pid, [.. edges.Where(e => e.Item1 == pid && e.Item2 != pid).Select(e => e.Item2).Distinct()])),
            ];
            HashSet<int> involved = [.. sessions.Where(s => s.BlockedBy.Count > 0).SelectMany(s => s.BlockedBy.Append(s.ProcessId!.Value))];

            List<LockWait> lines = LockTree.Build(sessions, []);

            Assert.Equal(involved.Order(), lines.Select(l => l.ProcessId!.Value).Order());
            List<LockWait> path = [];
            foreach (LockWait line in lines)
            {
                Assert.True(line.Depth <= path.Count, "A line is at most one step deeper than the one above it.");
                path.RemoveRange(line.Depth, path.Count - line.Depth);
                Assert.True(line.Depth == 0 || line.BlockedBy.Contains(path[^1].ProcessId!.Value));
                Assert.True(line.Depth > 0 || line.BlockedBy.Count == 0 || line.IsDeadlock);
                path.Add(line);
                Assert.Equal(path[0].ProcessId, line.RootProcessId);
            }
        });

    [Fact]
    public void A_long_queue_is_no_burden()
    {
        // Each of them wants what none of the others may have at the same time.
        BackendActivity[] queue = [.. Enumerable.Range(1, 1500).Select(pid => Session(pid, 2000 - pid, [.. Enumerable.Range(1, pid - 1)]))];

        List<LockWait> lines = LockTree.Build(queue, []);

        Assert.Equal(Enumerable.Range(0, 1500), lines.Select(l => l.Depth));
        Assert.Equal(1499, lines[0].Waiters);
    }

    private static BackendActivity Session(int pid, double? waitMs = null, params int[] blockedBy) => new()
    {
        Connection = "db",
        ProcessId = pid,
        State = BackendState.Active,
        WaitMs = blockedBy.Length > 0 ? waitMs : null,
        IsWaiting = blockedBy.Length > 0,
        BlockedBy = blockedBy,
    };

    private static BackendActivity Prepared(string gid) => new() { Connection = "db", Kind = ActivityKind.PreparedTransaction, Name = gid };

    private static LockRow Lock(int? pid, string mode, bool isGranted) => new()
    {
        ProcessId = pid, Mode = mode, IsGranted = isGranted, Tag = "t", LockType = "relation", Relation = new RelationName("public", "t"),
    };
}
