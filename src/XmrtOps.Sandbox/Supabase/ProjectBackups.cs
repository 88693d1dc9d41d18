namespace XmrtOps.Sandbox.Supabase;

/// <summary>The project's backups: one a day for a week, and a restore point where one was made.</summary>
public sealed class ProjectBackups
{
    private const int Days = 7;
    private const int NightHour = 3;

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly List<(int Id, DateTimeOffset At, string Status)> _backups = [];
    private (string Name, DateTimeOffset RequestedAt)? _restorePoint;
    private string _schedule = "0 3 * * *";

    internal ProjectBackups(TimeProvider clock)
    {
        _clock = clock;
        var now = clock.GetUtcNow();
        var night = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddHours(NightHour);
        if (night > now) night = night.AddDays(-1);
        for (var day = 0; day < Days; day++) Add(night.AddDays(day + 1 - Days).AddMinutes(day % 3), "COMPLETED");
    }

    /// <summary>Whether point-in-time recovery is on.</summary>
    public bool IsPitrEnabled { get; set; }

    /// <summary>How long a restore point takes until it is there.</summary>
    public TimeSpan RestorePointTakes { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Adds a backup.</summary>
    /// <param name="at">When it was made.</param>
    /// <param name="status">COMPLETED, FAILED, PENDING, REMOVED, ARCHIVED or CANCELLED.</param>
    public void Add(DateTimeOffset at, string status)
    {
        lock (_gate) _backups.Add((_backups.Count + 1, at, status));
    }

    /// <summary>Leaves none.</summary>
    public void Clear()
    {
        lock (_gate) _backups.Clear();
    }

    internal bool Has(long id)
    {
        lock (_gate) return _backups.Exists(backup => backup.Id == id && backup.Status == "COMPLETED");
    }

    internal object Shape(string region)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            return new
            {
                region,
                walg_enabled = true,
                pitr_enabled = IsPitrEnabled,
                // With point-in-time recovery there are no daily backups to choose from.
                backups = (IsPitrEnabled ? [] : _backups).OrderByDescending(backup => backup.At).Select(backup => new
                {
                    id = backup.Id,
                    is_physical_backup = true,
                    status = backup.Status,
                    inserted_at = $"{backup.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}",
                }).ToArray(),
                physical_backup_data = IsPitrEnabled
                    ? new
                    {
                        earliest_physical_backup_date_unix = now.AddDays(-Days).ToUnixTimeSeconds(),
                        latest_physical_backup_date_unix = now.AddMinutes(-2).ToUnixTimeSeconds(),
                    }
                    : new object(),
            };
        }
    }

    internal object Schedule(string? cron = null)
    {
        lock (_gate)
        {
            _schedule = cron ?? _schedule;
            return new { schedule = _schedule, timezone = "UTC" };
        }
    }

    internal object? RestorePoint()
    {
        lock (_gate)
        {
            if (_restorePoint is not var (name, requestedAt)) return null;

            var isDone = _clock.GetUtcNow() >= requestedAt + RestorePointTakes;
            return new
            {
                name,
                status = isDone ? "AVAILABLE" : "PENDING",
                completed_on = isDone ? requestedAt + RestorePointTakes : (DateTimeOffset?)null,
            };
        }
    }

    internal object MakeRestorePoint(string name)
    {
        lock (_gate) _restorePoint = (name, _clock.GetUtcNow());
        return RestorePoint()!;
    }

    internal bool IsAvailable(string name)
    {
        lock (_gate)
        {
            return _restorePoint is var (known, requestedAt) && known == name
                && _clock.GetUtcNow() >= requestedAt + RestorePointTakes;
        }
    }
}
