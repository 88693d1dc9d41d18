using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;
using XmrtOps.Platforms.Supabase;

namespace XmrtOps.Rollback.Databases;

/// <summary>The moments that the platform can bring the database back to.</summary>
/// <param name="At">The newest. Null: there is none, or it is not known.</param>
/// <param name="Evidence">What says so, as a clause.</param>
/// <param name="Oldest">The oldest; null where it is not known.</param>
internal sealed record RestorePoint(DateTimeOffset? At, string Evidence, DateTimeOffset? Oldest = null)
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
                    DateTimeOffset.FromUnixTimeSeconds(latest).ToLocalTime(),
                    "point-in-time recovery",
                    backups.PhysicalBackupData.EarliestPhysicalBackupDateUnix is { } earliest
                        ? DateTimeOffset.FromUnixTimeSeconds(earliest).ToLocalTime()
                        : null);
            }

            DateTimeOffset?[] complete =
            [
                .. (backups.Backups ?? [])
                    .Where(backup => string.Equals(backup.Status, "COMPLETED", StringComparison.Ordinal))
                    .Select(backup => backup.InsertedAt),
            ];
            return complete.Max() is { } newest
                ? new RestorePoint(newest, "the newest complete backup", complete.Min())
                : new RestorePoint(null, "the platform lists no complete backup");
        }
        catch (XmrtException fault)
        {
            return new RestorePoint(null, $"the platform's backups could not be asked for: {fault.Message}");
        }
    }
}
