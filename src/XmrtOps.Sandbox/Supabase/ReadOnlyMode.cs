namespace XmrtOps.Sandbox.Supabase;

/// <summary>The mode that the platform puts a database into when its disk is full. It can be overridden for a while.</summary>
public sealed class ReadOnlyMode
{
    private static readonly TimeSpan OverrideLasts = TimeSpan.FromMinutes(15);

    private readonly TimeProvider _clock;
    private DateTimeOffset? _overriddenUntil;

    internal ReadOnlyMode(TimeProvider clock) => _clock = clock;

    /// <summary>Whether the platform has put the database into it.</summary>
    public bool IsEnabled { get; set; }

    internal bool IsInForce => IsEnabled && !IsOverridden;

    private bool IsOverridden => _overriddenUntil > _clock.GetUtcNow();

    internal void Override() => _overriddenUntil = _clock.GetUtcNow() + OverrideLasts;

    internal object Shape() => new
    {
        enabled = IsEnabled,
        override_enabled = IsOverridden,
        override_active_until = $"{(_overriddenUntil ?? DateTimeOffset.UnixEpoch).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}",
    };
}
