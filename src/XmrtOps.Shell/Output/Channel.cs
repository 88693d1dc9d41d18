using System.IO.Pipes;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace XmrtOps.Shell.Output;

/// <summary>
/// Standard output or error: UTF-8 without a byte order mark, escape sequences only where they are shown as colours,
/// and silence after the reader has gone.
/// </summary>
internal sealed class Channel : IDisposable
{
    private static readonly TimeSpan s_latestFlush = TimeSpan.FromMilliseconds(100);
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lock _gate = new();
    private readonly BufferedStream _stream;
    private readonly Timer _flush;
    private bool _isDirty;

    public Channel(Stream stream, bool isTerminal, bool hasColour)
    {
        _stream = new BufferedStream(stream, 32 * 1024);
        _flush = new Timer(_ => Flush());
        IsTerminal = isTerminal;
        HasColour = hasColour;
    }

    /// <summary>Raised once, when the reader has gone (`| head -1`); what is written from then on is dropped.</summary>
    public event EventHandler? Broken;

    public bool IsTerminal { get; }

    public bool HasColour { get; }

    public bool IsBroken { get; private set; }

    public static Channel StandardOutput() => new(
        Open(1, Console.OpenStandardOutput), !Console.IsOutputRedirected, ShowsColour(Console.IsOutputRedirected));

    public static Channel StandardError() => new(
        Open(2, Console.OpenStandardError), !Console.IsErrorRedirected, ShowsColour(Console.IsErrorRedirected));

    public void Write(string text)
    {
        if (!HasColour && text.Contains('\e'))
        {
            text = new StringDecorated(text).ToString(OutputRendering.PlainText);
        }

        Write(s_utf8.GetBytes(text));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (IsBroken || bytes.IsEmpty)
            {
                return;
            }

            try
            {
                _stream.Write(bytes);
                if (IsTerminal)
                {
                    _stream.Flush();
                }
                else if (!_isDirty)
                {
                    // Whoever follows the output must not wait for a full buffer.
                    _isDirty = true;
                    _flush.Change(s_latestFlush, Timeout.InfiniteTimeSpan);
                }
            }
            catch (IOException)
            {
                Break();
            }
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (IsBroken || !_isDirty)
            {
                return;
            }

            try
            {
                _isDirty = false;
                _stream.Flush();
            }
            catch (IOException)
            {
                Break();
            }
        }
    }

    public void Dispose()
    {
        Flush();
        _flush.Dispose();
    }

    private static bool ShowsColour(bool isRedirected) =>
        !isRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>
    /// Console streams drop what a broken pipe refuses without a word, and the script would go on for nobody: a pipe is
    /// written to as one.
    /// </summary>
    private static Stream Open(int descriptor, Func<Stream> console)
    {
        if (OperatingSystem.IsWindows())
        {
            return console();
        }

        try
        {
            return new AnonymousPipeClientStream(PipeDirection.Out, new SafePipeHandle(descriptor, ownsHandle: false));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            return console();
        }
    }

    private void Break()
    {
        IsBroken = true;
        Broken?.Invoke(this, EventArgs.Empty);
    }
}
