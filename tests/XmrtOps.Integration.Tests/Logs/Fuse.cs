using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Logs;

/// <summary>Makes one request fail, after so many that did not.</summary>
internal sealed class Fuse : IDisposable
{
    private readonly LogApi _api;
    private readonly Fault _fault;
    private int _left;

    public Fuse(LogApi api, int after, Fault fault)
    {
        (_api, _fault, _left) = (api, fault, after);
        api.Asked = () =>
        {
            // Asked while the request before is being answered: the next one is the one that fails.
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _api.StandIn.Faults.Next(1, _fault, "/v1/projects/");
                HasBlown = true;
            }
        };
    }

    public bool HasBlown { get; private set; }

    public void Dispose() => _api.Asked = null;
}
