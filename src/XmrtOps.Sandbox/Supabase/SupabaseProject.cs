namespace XmrtOps.Sandbox.Supabase;

/// <summary>The project and its life: what takes time at the platform takes time here, and can be watched meanwhile.</summary>
public sealed class SupabaseProject
{
    private readonly TimeProvider _clock;
    private readonly ServiceStates _services;
    private readonly Lock _gate = new();
    private (DateTimeOffset At, string Status)[] _schedule;

    internal SupabaseProject(string reference, DateTimeOffset createdAt, ServiceStates services, TimeProvider clock)
    {
        Ref = reference;
        CreatedAt = createdAt;
        _services = services;
        _clock = clock;
        _schedule = [(DateTimeOffset.MinValue, ProjectStatus.ActiveHealthy)];
    }

    /// <summary>Its reference: 20 lower-case letters.</summary>
    public string Ref { get; }

    /// <summary>Its name.</summary>
    public string Name { get; } = "xmrt-ecosystem";

    /// <summary>Where it runs.</summary>
    public string Region { get; } = "us-east-1";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>How long a pause, a restore, a restart or a change of the compute size takes.</summary>
    public TimeSpan TransitionTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the next restores end in RESTORE_FAILED.</summary>
    public bool RestoreFails { get; set; }

    /// <summary>What endpoints answer that need a running project while it runs not; the platform does not document it.</summary>
    public int PausedStatusCode { get; set; } = 400;

    /// <summary>Its state at this moment; see <see cref="ProjectStatus"/>.</summary>
    public string Status
    {
        get
        {
            var now = _clock.GetUtcNow();
            string status;
            lock (_gate) status = _schedule.Last(step => step.At <= now).Status;
            return status == ProjectStatus.ActiveHealthy && !_services.AreHealthy ? ProjectStatus.ActiveUnhealthy : status;
        }
    }

    /// <summary>Begins to pause it.</summary>
    public void Pause() => Plan(ProjectStatus.Pausing, (1, ProjectStatus.Inactive));

    /// <summary>Begins to bring it back, from a pause or from a backup.</summary>
    public void Restore() => Plan(
        ProjectStatus.Restoring,
        (0.5, RestoreFails ? ProjectStatus.Restoring : ProjectStatus.ComingUp),
        (1, RestoreFails ? ProjectStatus.RestoreFailed : ProjectStatus.ActiveHealthy));

    /// <summary>Begins a restart, or a change of the compute size, that ends well.</summary>
    /// <param name="status">What it says meanwhile, such as <see cref="ProjectStatus.Restarting"/>.</param>
    public void Restart(string status) => Plan(status, (1, ProjectStatus.ActiveHealthy));

    /// <summary>Removes it for good.</summary>
    public void Remove() => SetStatus(ProjectStatus.Removed);

    /// <summary>Puts it into a state at once, and to stay there.</summary>
    public void SetStatus(string status)
    {
        lock (_gate) _schedule = [(DateTimeOffset.MinValue, status)];
    }

    private void Plan(string first, params (double Share, string Status)[] then)
    {
        var now = _clock.GetUtcNow();
        lock (_gate)
        {
            _schedule =
            [
                (DateTimeOffset.MinValue, first),
                .. then.Select(step => (now + TransitionTime * step.Share, step.Status)),
            ];
        }
    }
}
