using XmrtOps.Notices;

namespace XmrtOps.Tests.State;

/// <summary>Remembers what work below the cmdlets says.</summary>
internal sealed class HeardNotices : INotices
{
    public List<string> Warnings { get; } = [];

    public List<string> Informed { get; } = [];

    public List<long> Totals { get; } = [];

    public string Command => "Test-XmrtNothing";

    public void Warn(string message) => Warnings.Add(message);

    public void Verbose(string message)
    {
    }

    public void Inform(string message) => Informed.Add(message);

    public void Total(long count) => Totals.Add(count);

    public void Progress(ProgressNotice progress)
    {
    }
}
