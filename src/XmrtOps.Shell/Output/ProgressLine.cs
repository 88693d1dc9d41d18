using System.Diagnostics;

namespace XmrtOps.Shell.Output;

/// <summary>The last line of a terminal, which says what is going on. Nothing of it reaches a file.</summary>
internal sealed class ProgressLine(Channel channel, Func<int> width)
{
    private const string EraseLine = "\r\e[K";
    private static readonly TimeSpan s_atMostEvery = TimeSpan.FromMilliseconds(200);

    private readonly bool _canErase = channel.IsTerminal && Environment.GetEnvironmentVariable("TERM") != "dumb";
    private long _shownAt;
    private bool _isShown;

    public void Show(string text)
    {
        if (!_canErase || (_shownAt != 0 && Stopwatch.GetElapsedTime(_shownAt) < s_atMostEvery))
        {
            return;
        }

        _shownAt = Stopwatch.GetTimestamp();
        _isShown = true;
        string line = text.ReplaceLineEndings(" ");
        channel.Write(System.Text.Encoding.UTF8.GetBytes(EraseLine + line[..Math.Min(line.Length, width() - 1)]));
    }

    public void Clear()
    {
        if (_isShown)
        {
            _isShown = false;
            channel.Write(System.Text.Encoding.UTF8.GetBytes(EraseLine));
        }
    }
}
