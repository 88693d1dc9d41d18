using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.Databases;

/// <summary>The newest moment that the platform can bring the database back to.</summary>
/// <param name="At">Null: there is none, or it is not known.</param>
/// <param name="Evidence">What says so, as a clause.</param>
internal sealed record RestorePoint(DateTimeOffset? At, string Evidence)
{
    public static async Task<RestorePoint> ReadAsync(XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        if (!connection.HasSupabase)
        {
            return new RestorePoint(null, "the connection knows no Supabase project whose backups could be asked for");
        }

        try
        {
            SupabaseBackups backups = await connection.Supabase.GetBackupsAsync(notices, cancellation);
            if (backups.PitrEnabled == true && backups.PhysicalBackupData?.LatestPhysicalBackupDateUnix is { } latest)
            {
                return new RestorePoint(
                    DateTimeOffset.FromUnixTimeSeconds(latest).ToLocalTime(), "point-in-time recovery");
            }

            DateTimeOffset? newest = backups.Backups?
                .Where(backup => string.Equals(backup.Status, "COMPLETED", StringComparison.Ordinal))
                .Max(backup => backup.InsertedAt);
            return newest is null
                ? new RestorePoint(null, "the platform lists no complete backup")
                : new RestorePoint(newest, "the newest complete backup");
        }
        catch (XmrtException fault)
        {
            return new RestorePoint(null, $"the platform's backups could not be asked for: {fault.Message}");
        }
    }
}
