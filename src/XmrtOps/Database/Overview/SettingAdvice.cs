using XmrtOps.Module;

namespace XmrtOps.Database.Overview;

/// <summary>
/// What speaks against the value of a setting. Few, because most values are a matter of the machine and the load, of which
/// nothing is known here.
/// </summary>
internal static class SettingAdvice
{
    public static DatabaseSetting To(DatabaseSetting setting, DatabaseOverview overview) =>
        setting with { Advice = Of(setting, overview) };

    private static string? Of(DatabaseSetting setting, DatabaseOverview overview) => (setting.Name, setting.Value) switch
    {
        ("fsync", "off") => "a crash of the machine can destroy the database",
        ("full_page_writes", "off") => "a crash while a page is written can destroy it",
        ("zero_damaged_pages", "on") => "damaged pages are emptied without an error",
        ("autovacuum", "off") => "dead rows pile up, plans go wrong, and transaction ids run out",
        ("track_counts", "off") => "autovacuum does not know where it is needed, and there are no statistics",
        ("synchronous_commit", "off") => "a crash takes the last transactions that were reported as committed",
        ("default_transaction_read_only", "on") => "new sessions cannot change anything",
        ("track_io_timing", "off") => "times of reading and writing are not measured; turning it on costs little",
        ("idle_in_transaction_session_timeout", "0") =>
            "a client that hangs in a transaction keeps its locks for ever; 10min is a usual limit",
        ("max_slot_wal_keep_size", "-1") when overview.ReplicationSlots.Count > 0 =>
            "a slot that nobody reads can fill the disk; a limit ends the slot instead",
        ("shared_buffers", OverviewThresholds.DefaultSharedBuffers)
            when overview.SizeBytes >= OverviewThresholds.LargeDatabaseBytes =>
            $"PostgreSQL's default of 128 MB, for a database of {Display.Bytes(overview.SizeBytes)}; a quarter of the memory is usual",
        _ when setting.IsPendingRestart => "another value is configured, and waits for a restart",
        _ => null,
    };
}
