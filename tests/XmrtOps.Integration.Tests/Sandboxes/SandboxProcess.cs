using System.Diagnostics;
using System.Globalization;

namespace XmrtOps.Integration.Tests.Sandboxes;

/// <summary>A process of its own that starts sandboxes on command (see <see cref="StartupHook"/>).</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts one whose temporary folder is this one: other processes do not clean up there.</summary>
    public static async Task<SandboxProcess> StartAsync(TemporaryFolder temporary, CancellationToken cancellation)
    {
        var tests = typeof(SandboxProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", tests])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = tests;
        start.Environment[StartupHook.Variable] = "1";
        foreach (var variable in (string[])["TMPDIR", "TMP", "TEMP"]) start.Environment[variable] = temporary.Path;
        var started = new SandboxProcess(Process.Start(start)!);
        if (await started._process.StandardOutput.ReadLineAsync(cancellation) == "ready") return started;

        started.Dispose();
        throw new InvalidOperationException("The startup hook did not run.");
    }

    /// <summary>Has it obey one command and returns its answer.</summary>
    public async Task<string?> AskAsync(string command, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
        return await _process.StandardOutput.ReadLineAsync(cancellation);
    }

    /// <summary>Has it start a sandbox and returns where that is.</summary>
    public async Task<(int Port, string Directory)> StartSandboxAsync(string name, CancellationToken cancellation)
    {
        var words = (await AskAsync("start " + name, cancellation))!.Split(' ', 2);
        return (int.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
    }

    /// <summary>Sends it a signal by name.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellation)
    {
        var arguments = new[] { "-s", signal, Id.ToString(CultureInfo.InvariantCulture) };
        using var kill = Process.Start("kill", arguments);
        await kill.WaitForExitAsync(cancellation);
    }

    /// <summary>Ends it so that it cannot do anything about it.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Waits until it has ended and returns its exit code.</summary>
    public async Task<int> WaitForEndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            // End of input is its orderly end; a test that failed half way must leave no sandbox either.
            _process.StandardInput.Close();
            _process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        _process.Dispose();
    }
}
