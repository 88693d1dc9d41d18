namespace XmrtOps.Tests.Shell;

/// <summary>Ctrl+C and the signals that end a process.</summary>
public sealed class ShellInterruptionTests
{
    private const string Waiting = "1; try { while ($true) { [Threading.Thread]::Sleep(20) } } finally { $Host.UI.WriteErrorLine('cleaned up') }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_stops_the_script_which_cleans_up_and_closes_its_array(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using ShellProcess shell = ShellProcess.Start(["-OutputFormat", "Json", "-Command", Waiting], Cancellation);
        Assert.Equal("[", await shell.ReadLineAsync(Cancellation));
        Assert.Equal("1", await shell.ReadLineAsync(Cancellation));

        await shell.SignalAsync(signal, Cancellation);

        Assert.Equal(
            new ShellResult(exitCode, "]\n", "cleaned up" + Environment.NewLine), await shell.EndAsync(Cancellation));
    }

    [Fact]
    public async Task Who_insists_does_not_wait_for_a_script_that_cannot_be_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using ShellProcess shell = ShellProcess.Start(["-Command", "1; [Threading.Thread]::Sleep(-1)"], Cancellation);
        Assert.Equal("1", await shell.ReadLineAsync(Cancellation));

        // Signals that are still to be handled are merged: more than two are sent.
        Task<ShellResult> end = shell.EndAsync(Cancellation);
        while (!end.IsCompleted)
        {
            await shell.SignalAsync("INT", Cancellation);
        }

        Assert.Equal(130, (await end).ExitCode);
    }
}
