namespace XmrtOps.Integration.Tests.Retention;

/// <summary>A file during whose writing something happens once.</summary>
internal sealed class WatchedStream(Stream file, Func<Task> meanwhile) : PassingStream(file)
{
    private bool _hasHappened;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasHappened)
        {
            _hasHappened = true;
            await meanwhile();
        }

        await base.WriteAsync(buffer, cancellationToken);
    }
}
