namespace XmrtOps.Database.Baselines;

/// <summary>Whether two snapshots are of one database.</summary>
internal static class ServerIdentity
{
    /// <summary>The same database of the same cluster, so far as can be told.</summary>
    public static bool IsSame(QueryBaseline one, QueryBaseline other) =>
        !HasOtherMajorVersion(one, other) && OtherDatabase(one, other) is null;

    /// <summary>Reached in the same way, whatever is found there.</summary>
    public static bool IsSamePlace(QueryBaseline one, QueryBaseline other) =>
        one.DatabaseName == other.DatabaseName
        && (BaselineStore.IsSame(one.Target, other.Target) || BaselineStore.IsSame(one.Connection, other.Connection));

    public static bool HasOtherMajorVersion(QueryBaseline one, QueryBaseline other) =>
        one.ServerVersionNumber / 10000 != other.ServerVersionNumber / 10000;

    /// <summary>What the earlier one is of, when it is not of the later one's database; null when it is.</summary>
    public static string? OtherDatabase(QueryBaseline before, QueryBaseline after)
    {
        bool isOtherCluster = before.SystemIdentifier is { } one && after.SystemIdentifier is { } other
            ? one != other
            // By a pooler or another address it is the same server if it was started at the same moment.
            : !BaselineStore.IsSame(before.Target, after.Target) && before.StartedAt != after.StartedAt;
        return isOtherCluster ? $"another server ({before.Target})"
            : before.DatabaseOid != after.DatabaseOid ? $"another database ({before.DatabaseName})"
            : before.IsInRecovery != after.IsInRecovery
                ? before.IsInRecovery ? "the time when this was a standby, or of its standby" : "the primary, and this is a standby"
                : null;
    }
}
