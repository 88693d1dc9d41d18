namespace XmrtOps.Sandbox.Http;

/// <summary>
/// The faults that one platform shows: for the next so many requests, or for as long as they are switched on. Faults
/// for the next requests go first, each list in the order of its making; one fault a request.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<PlannedFault> _next = [];
    private readonly List<PlannedFault> _lasting = [];

    /// <summary>Shows the fault on the next requests whose path begins so, and then no more.</summary>
    public void Next(int count, Fault fault, string pathPrefix = "/")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate) _next.Add(new PlannedFault(fault, pathPrefix) { Remaining = count });
    }

    /// <summary>Shows the fault on all requests whose path begins so, until what is returned is disposed.</summary>
    public IDisposable While(Fault fault, string pathPrefix = "/")
    {
        ArgumentNullException.ThrowIfNull(fault);
        var planned = new PlannedFault(fault, pathPrefix);
        lock (_gate) _lasting.Add(planned);
        return new Ending(this, planned);
    }

    /// <summary>Switches all faults off.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _lasting.Clear();
        }
    }

    /// <summary>The fault for a request of this path, counted as shown; null for none.</summary>
    internal Fault? Take(string path)
    {
        lock (_gate)
        {
            if (_next.Find(planned => planned.Covers(path)) is not { } next)
            {
                return _lasting.Find(planned => planned.Covers(path))?.Fault;
            }

            if (--next.Remaining == 0) _next.Remove(next);
            return next.Fault;
        }
    }

    private void End(PlannedFault planned)
    {
        lock (_gate) _lasting.Remove(planned);
    }

    private sealed class PlannedFault(Fault fault, string pathPrefix)
    {
        public Fault Fault { get; } = fault;

        public int Remaining { get; set; }

        public bool Covers(string path) => path.StartsWith(pathPrefix, StringComparison.Ordinal);
    }

    private sealed class Ending(FaultPlan plan, PlannedFault planned) : IDisposable
    {
        public void Dispose() => plan.End(planned);
    }
}
