using System.Globalization;

namespace XmrtOps.Shell.Output;

/// <summary>Where the run writes to and what reads it: keeps both channels and the progress line in order.</summary>
internal sealed class Terminal : IDisposable
{
    private const int WidthOfFile = 120;
    private const int NarrowestTable = 20;

    private readonly Lock _gate = new();
    private readonly ProgressLine _progress;

    public Terminal(Channel output, Channel error)
    {
        Output = output;
        Error = error;
        _progress = new ProgressLine(error, () => Width);
    }

    public Channel Output { get; }

    public Channel Error { get; }

    /// <summary>Columns of a line: the terminal's, or what COLUMNS says, or those of a page.</summary>
    public int Width => Output.IsTerminal && Console.WindowWidth > 0 ? Console.WindowWidth
        : int.TryParse(
            Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            && n >= NarrowestTable ? n
        : WidthOfFile;

    /// <summary>Whether somebody sees questions and can answer them.</summary>
    public bool CanAsk => !Console.IsInputRedirected && (Error.IsTerminal || Output.IsTerminal);

    public static Terminal Standard() => new(Channel.StandardOutput(), Channel.StandardError());

    public void WriteOutput(string text)
    {
        lock (_gate)
        {
            _progress.Clear();
            Error.Flush();
            Output.Write(text);
        }
    }

    public void WriteOutput(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _progress.Clear();
            Error.Flush();
            Output.Write(bytes);
        }
    }

    public void WriteError(string text)
    {
        lock (_gate)
        {
            // One after the other also where both are the same terminal or file.
            _progress.Clear();
            Output.Flush();
            Error.Write(text);
        }
    }

    /// <summary>Writes what a person at the terminal is to answer.</summary>
    public void Ask(string text)
    {
        if (Error.IsTerminal)
        {
            WriteError(text);
        }
        else
        {
            WriteOutput(text);
        }
    }

    public void ShowProgress(string text)
    {
        lock (_gate)
        {
            Output.Flush();
            _progress.Show(text);
        }
    }

    public void EndProgress()
    {
        lock (_gate)
        {
            _progress.Clear();
        }
    }

    public void Dispose()
    {
        EndProgress();
        Output.Dispose();
        Error.Dispose();
    }
}
