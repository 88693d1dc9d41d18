using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Cmdlets;

/// <summary>A cmdlet that reads records of one type, from all its connections side by side.</summary>
/// <typeparam name="T">The record it emits.</typeparam>
public abstract class DatabaseReadCmdlet<T> : ConnectedCmdlet
{
    internal abstract IAsyncEnumerable<T> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation);

    /// <summary>The part of a list that -First and -Skip name, or the default one.</summary>
    /// <param name="all">-All was given.</param>
    private protected Page PageOf(bool all)
    {
        ulong? first = PagingParameters?.First;
        return new Page(
            (long)Math.Min(PagingParameters?.Skip ?? 0, long.MaxValue),
            first is { } count and < long.MaxValue ? (long)count : all ? null : Limits.DefaultListLength,
            IsDefault: !all && first is null or >= long.MaxValue);
    }

    private protected sealed override void Process() => WriteAll(ResolveConnections(), ReadAsync);
}
