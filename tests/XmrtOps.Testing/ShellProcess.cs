using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace XmrtOps.Testing;

/// <summary>The built `xmrtops` in a process of its own, with what it said.</summary>
internal sealed class ShellProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;
    private bool _isOutputClosed;

    private ShellProcess(Process process, CancellationToken cancellation)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(cancellation);
    }

    public int Id => _process.Id;

    /// <summary>Runs it to its end.</summary>
    public static async Task<ShellResult> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using ShellProcess shell = Start(arguments, cancellation);
        return await shell.EndAsync(cancellation);
    }

    /// <summary>Starts it with nothing to read from standard input.</summary>
    public static ShellProcess Start(string[] arguments, CancellationToken cancellation)
    {
        ShellProcess shell = StartWithInput(arguments, [], cancellation);
        shell._process.StandardInput.Close();
        return shell;
    }

    /// <summary>Starts it with these variables in its environment besides ours.</summary>
    public static ShellProcess StartWithInput(
        string[] arguments, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("dotnet", ["exec", StagedModule.Metadata("XmrtOps.Shell"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardErrorEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment.Remove("COLUMNS");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ShellProcess(Process.Start(start)!, cancellation);
    }

    /// <summary>The next line of its output; null if there is none.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation);

    public async Task WriteAsync(string input, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        _process.StandardInput.Close();
    }

    /// <summary>Stops reading its output, as `head` does.</summary>
    public void CloseOutput()
    {
        _isOutputClosed = true;
        _process.StandardOutput.Dispose();
    }

    /// <summary>Sends it a signal by name.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellation)
    {
        ProcessStartInfo start = new("kill", ["-s", signal, Id.ToString(CultureInfo.InvariantCulture)])
        {
            // It complains where the process has just ended.
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using Process kill = Process.Start(start)!;
        await kill.WaitForExitAsync(cancellation);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it said since the last line that was read.</returns>
    public async Task<ShellResult> EndAsync(CancellationToken cancellation)
    {
        string output = _isOutputClosed ? "" : await _process.StandardOutput.ReadToEndAsync(cancellation);
        string error = await _error;
        await _process.WaitForExitAsync(cancellation);
        return new ShellResult(_process.ExitCode, output, error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
