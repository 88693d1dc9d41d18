using XmrtOps.Notices;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>What a test lets a cmdlet read.</summary>
internal sealed record PumpSource(string Name, Func<INotices, CancellationToken, IAsyncEnumerable<object>> Read)
{
    public override string ToString() => Name;
}
