using System.Collections.Concurrent;
using XmrtOps.Notices;

namespace XmrtOps.Tests.Platforms;

/// <summary>Keeps all that is said.</summary>
internal sealed class StillNotices : INotices
{
    public ConcurrentQueue<string> Said { get; } = new();

    public string Command => "Test-XmrtNothing";

    public void Warn(string message) => Said.Enqueue(message);

    public void Verbose(string message) => Said.Enqueue(message);

    public void Inform(string message) => Said.Enqueue(message);

    public void Total(long count)
    {
    }

    public void Progress(ProgressNotice progress) => Said.Enqueue(progress.Status);
}
