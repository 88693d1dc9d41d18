namespace XmrtOps.Notices;

/// <summary>For work that nobody watches, such as completion.</summary>
/// <param name="command">On whose behalf it runs.</param>
internal sealed class Silence(string command) : INotices
{
    public string Command => command;

    public void Warn(string message)
    {
    }

    public void Verbose(string message)
    {
    }

    public void Inform(string message)
    {
    }

    public void Total(long count)
    {
    }

    public void Progress(ProgressNotice progress)
    {
    }
}
