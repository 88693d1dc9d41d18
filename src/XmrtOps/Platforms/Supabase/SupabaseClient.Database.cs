using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

// The database: its configuration, its backups, who may reach it.
internal sealed partial class SupabaseClient
{
    private string Database => $"database of project '{reference}'";

    /// <summary>The poolers.</summary>
    public Task<IReadOnlyList<SupabasePooler>> GetPoolersAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/config/database/pooler"),
        SupabaseJson.Default.IReadOnlyListSupabasePooler,
        notices,
        cancellation);

    /// <summary>The dedicated pooler.</summary>
    public Task<SupabasePgBouncer> GetPgBouncerAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/config/database/pgbouncer"),
        SupabaseJson.Default.SupabasePgBouncer,
        notices,
        cancellation);

    /// <summary>PostgreSQL's settings that differ from the defaults.</summary>
    public Task<SupabasePostgresConfig> GetPostgresConfigAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/config/database/postgres"),
        SupabaseJson.Default.SupabasePostgresConfig,
        notices,
        cancellation);

    /// <summary>How full the disk is.</summary>
    public Task<SupabaseDiskUse> GetDiskUseAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/config/disk/util"),
        SupabaseJson.Default.SupabaseDiskUse,
        notices,
        cancellation);

    /// <summary>What was bought beside the plan, the compute size above all.</summary>
    public Task<SupabaseAddons> GetAddonsAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}/billing/addons"),
        SupabaseJson.Default.SupabaseAddons,
        notices,
        cancellation);

    /// <summary>The platform's backups.</summary>
    public Task<SupabaseBackups> GetBackupsAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/database/backups"),
        SupabaseJson.Default.SupabaseBackups,
        notices,
        cancellation);

    /// <summary>Whether a full disk has made the database read-only.</summary>
    public Task<SupabaseReadOnlyState> GetReadOnlyStateAsync(INotices notices, CancellationToken cancellation) => ReadAsync(
        PlatformRequest.Get(Database, $"v1/projects/{reference}/readonly"),
        SupabaseJson.Default.SupabaseReadOnlyState,
        notices,
        cancellation);

    /// <summary>Lets the database write for 15 minutes although its disk is full, to make room.</summary>
    public Task SuspendReadOnlyAsync(INotices notices, CancellationToken cancellation) => SendAsync(
        PlatformRequest.Of(HttpMethod.Post, Database, $"v1/projects/{reference}/readonly/temporary-disable"),
        notices,
        cancellation);

    /// <summary>Addresses that may not connect to PostgreSQL and the pooler, after wrong passwords. Not HTTP's 429.</summary>
    public async Task<IReadOnlyList<SupabaseNetworkBans.Ban>> GetNetworkBansAsync(
        INotices notices, CancellationToken cancellation)
    {
        SupabaseNetworkBans found = await ReadAsync(
            PlatformRequest.Of(HttpMethod.Post, Database, $"v1/projects/{reference}/network-bans/retrieve/enriched") with
            { OnlyReads = true },
            SupabaseJson.Default.SupabaseNetworkBans,
            notices,
            cancellation);
        return found.BannedIpv4Addresses ?? [];
    }

    /// <summary>Lets addresses in again.</summary>
    public Task RemoveNetworkBansAsync(
        IReadOnlyList<string> addresses, INotices notices, CancellationToken cancellation) => SendAsync(
            PlatformRequest.Of(HttpMethod.Delete, Database, $"v1/projects/{reference}/network-bans").With(
                new SupabaseUnban { Ipv4Addresses = addresses, RequesterIp = false },
                SupabaseJson.Default.SupabaseUnban),
            notices,
            cancellation);

    /// <summary>The history of migrations. Plain tokens may be refused: then the table
    /// supabase_migrations.schema_migrations says the same.</summary>
    public Task<IReadOnlyList<SupabaseMigration>> GetMigrationsAsync(INotices notices, CancellationToken cancellation) =>
        ReadAsync(
            PlatformRequest.Get(Database, $"v1/projects/{reference}/database/migrations"),
            SupabaseJson.Default.IReadOnlyListSupabaseMigration,
            notices,
            cancellation);
}
