using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Database.Overview;

/// <summary>What is wrong with slots and standbys.</summary>
internal static class ReplicationJudgement
{
    public static IEnumerable<Finding> Of(DatabaseOverview overview)
    {
        foreach (ReplicationSlot slot in overview.ReplicationSlots)
        {
            bool isBroken = slot.WalStatus is "lost" or "unreserved";
            bool isFull = slot.RetainedBytes > OverviewThresholds.WalBytes;
            if (isBroken || isFull || !slot.IsActive)
            {
                yield return OfSlot(slot, isBroken, isFull);
            }
        }

        foreach (Replica replica in overview.Replicas.Where(replica => replica.BehindBytes > OverviewThresholds.WalBytes))
        {
            yield return new Finding
            {
                Code = "ReplicaBehind",
                Severity = Severity.Warning,
                Reason = $"{replica} is {Display.Bytes(replica.BehindBytes)} of write-ahead log behind",
                Evidence = OverviewJudgement.Evidence(
                    ("Replica", replica.ApplicationName),
                    ("BehindBytes", replica.BehindBytes),
                    ("ReplayLagSeconds", replica.ReplayLagSeconds),
                    ("Threshold", OverviewThresholds.WalBytes)),
                Remedy = "SELECT * FROM pg_stat_replication; -- state, and where it stays behind: sent, written, flushed, replayed",
            };
        }
    }

    private static Finding OfSlot(ReplicationSlot slot, bool isBroken, bool isFull)
    {
        string held = slot.RetainedBytes is { } bytes ? $" and holds back {Display.Bytes(bytes)} of write-ahead log" : "";
        string name = slot.Name.Replace("'", "''", StringComparison.Ordinal);
        return new Finding
        {
            Code = isBroken ? "SlotLosesWal" : slot.IsActive ? "SlotRetainsWal" : "SlotInactive",
            Severity = isBroken || (isFull && !slot.IsActive) ? Severity.Critical : Severity.Warning,
            Reason = isBroken
                ? $"slot {slot.Name} has lost write-ahead log that its reader needs, or is about to ({slot.WalStatus})"
                : slot.IsActive
                    ? $"slot {slot.Name} is read{held}"
                    : $"slot {slot.Name} is read by nobody{held}; it grows until the disk is full",
            Evidence = OverviewJudgement.Evidence(
                ("Slot", slot.Name),
                ("IsActive", slot.IsActive),
                ("WalStatus", slot.WalStatus),
                ("RetainedBytes", slot.RetainedBytes),
                ("Threshold", OverviewThresholds.WalBytes)),
            // Its reader would have to be set up anew, so that this is for who knows it.
            Remedy = slot.IsActive
                ? "SELECT * FROM pg_stat_replication; -- what its reader is waiting for"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT pg_drop_replication_slot('{name}'); -- only if its reader is gone for good"),
        };
    }
}
