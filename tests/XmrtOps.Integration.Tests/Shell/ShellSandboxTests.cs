using System.Text.Json;

namespace XmrtOps.Integration.Tests.Shell;

/// <summary>`xmrtops -Sandbox`: a server for one run, gone with it however it ends.</summary>
public sealed class ShellSandboxTests
{
    private const string Where = "(Get-XmrtSandbox | Where-Object IsOwn).Directory; ";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_the_script_returns_is_written()
    {
        ShellResult run = await RunAsync(Where + "(Get-XmrtConnection).Name; (Get-XmrtSlowQuery -First 2).Count");

        Assert.Equal(0, run.ExitCode);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(3, json.GetArrayLength());
        Assert.False(Directory.Exists(json[0].GetString()));
        Assert.Equal("sandbox", json[1].GetString());
        Assert.Equal(2, json[2].GetInt32());
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'x'", 1)]
    [InlineData("Stop-XmrtSandbox", 0)]
    [InlineData("Remove-Module XmrtOps", 0)]
    public async Task It_is_gone_however_the_script_ends(string script, int exitCode)
    {
        ShellResult run = await RunAsync(Where + script);

        Assert.Equal(exitCode, run.ExitCode);
        string directory = Assert.Single(JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToArray()).GetString()!;
        Assert.StartsWith(Path.GetTempPath(), directory, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task It_is_gone_after_a_signal(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using ShellProcess shell = ShellProcess.Start(["-Sandbox", "-Command", Where + "while ($true) { [Threading.Thread]::Sleep(20) }"], Cancellation);
        string directory = (await shell.ReadLineAsync(Cancellation))!;
        Assert.True(Directory.Exists(directory));

        await shell.SignalAsync(signal, Cancellation);

        Assert.Equal(new ShellResult(exitCode, "", ""), await shell.EndAsync(Cancellation));
        Assert.False(Directory.Exists(directory));
    }

    private static Task<ShellResult> RunAsync(string script) =>
        ShellProcess.RunAsync(["-Sandbox", "-OutputFormat", "Json", "-Command", script], Cancellation);
}
