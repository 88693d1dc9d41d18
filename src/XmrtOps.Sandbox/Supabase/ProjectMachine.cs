namespace XmrtOps.Sandbox.Supabase;

/// <summary>The machine of the database: its size, its disk, and how busy it is.</summary>
public sealed class ProjectMachine
{
    private const long Gigabyte = 1L << 30;
    private static readonly TimeSpan UpAtFirst = TimeSpan.FromDays(30);

    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private DateTimeOffset _countedTo;
    private MachineCounters _counters;
    private double _cpuLoad = 0.12;
    private double _diskLoad = 0.04;
    private double _diskBytesPerSecond = 400_000;

    internal ProjectMachine(TimeProvider clock)
    {
        _clock = clock;
        _countedTo = clock.GetUtcNow() - UpAtFirst;
    }

    /// <summary>Its size, such as ci_small.</summary>
    public string ComputeId { get; set; } = "ci_small";

    /// <summary>Size of the disk.</summary>
    public long DiskBytes { get; set; } = 8 * Gigabyte;

    /// <summary>How much of the disk is used.</summary>
    public long DiskUsedBytes { get; set; } = 3 * Gigabyte;

    /// <summary>How much of the memory is in use, from 0 to 1.</summary>
    public double MemoryUse { get; set; } = 0.55;

    /// <summary>How busy the processors are from now on, from 0 to 1.</summary>
    public double CpuLoad
    {
        get => _cpuLoad;
        set => Change(() => _cpuLoad = value);
    }

    /// <summary>How busy the disk is from now on, from 0 to 1.</summary>
    public double DiskLoad
    {
        get => _diskLoad;
        set => Change(() => _diskLoad = value);
    }

    /// <summary>Bytes that are read and written a second from now on, half of each.</summary>
    public double DiskBytesPerSecond
    {
        get => _diskBytesPerSecond;
        set => Change(() => _diskBytesPerSecond = value);
    }

    internal ComputeSize Compute => ComputeSize.All.First(size => size.Id == ComputeId);

    /// <summary>The counters as they are by now.</summary>
    internal MachineCounters Read()
    {
        lock (_gate)
        {
            Count();
            return _counters;
        }
    }

    // What has passed is counted as it was, before anything changes.
    private void Change(Action change)
    {
        lock (_gate)
        {
            Count();
            change();
        }
    }

    private void Count()
    {
        var now = _clock.GetUtcNow();
        var seconds = (now - _countedTo).TotalSeconds;
        _countedTo = now;
        _counters = new MachineCounters(
            _counters.BusySeconds + (seconds * _cpuLoad),
            _counters.IdleSeconds + (seconds * (1 - _cpuLoad)),
            _counters.DiskBusySeconds + (seconds * _diskLoad),
            _counters.DiskBytes + (seconds * _diskBytesPerSecond));
    }
}
