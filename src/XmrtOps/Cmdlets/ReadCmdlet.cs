using XmrtOps.Connections;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that reads records of one type, from all its connections side by side.</summary>
/// <typeparam name="T">The record it emits.</typeparam>
public abstract class ReadCmdlet<T> : ConnectedCmdlet
{
    internal abstract IAsyncEnumerable<T> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation);

    private protected sealed override void Process() => WriteAll(ResolveConnections(), ReadAsync);
}
