namespace XmrtOps.Sandbox.Http;

/// <summary>The last requests that a stand-in received, for assertions and rehearsals.</summary>
public sealed class RequestJournal
{
    private const int Capacity = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<StandInRequest> _requests = new();

    /// <summary>The requests, oldest first; of a long row only the last thousand.</summary>
    public IReadOnlyList<StandInRequest> Requests
    {
        get
        {
            lock (_gate) return [.. _requests];
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }

    internal void Add(StandInRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count == Capacity) _requests.Dequeue();
            _requests.Enqueue(request);
        }
    }
}
