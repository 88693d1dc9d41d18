namespace XmrtOps.Tests.Shell;

/// <summary>`xmrtops -File`: a script with its arguments, as pwsh runs it.</summary>
public sealed class ShellFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a|False|1|", "a")]
    [InlineData("a|True|5|", "-Flag", "-Count", "5", "a")]
    [InlineData("a|False|5|", "-Name:a", "-Flag:$false", "-Count:5")]
    [InlineData("with blank|False|-3|", "with blank", "-3")]
    [InlineData("$env:HOME; exit 3|False|1|", "$env:HOME; exit 3")]
    [InlineData("a|False|2|b c", "a", "2", "b", "c")]
    public async Task Arguments_are_bound_by_name_and_position(string expected, params string[] arguments)
    {
        string script = _folder.Write(
            "bind.ps1",
            """
            param([string]$Name, [int]$Count = 1, [Parameter(ValueFromRemainingArguments)] $Rest, [switch]$Flag)
            "$Name|$Flag|$Count|$Rest"
            """);

        ShellResult run = await ShellProcess.RunAsync(["-File", script, .. arguments], Cancellation);

        Assert.Equal(new ShellResult(0, expected + Environment.NewLine, ""), run);
    }

    [Fact]
    public async Task A_script_knows_where_it_is_and_its_exit_is_the_runs()
    {
        _folder.Write("library.ps1", "function Get-Answer { 42 }");
        string script = _folder.Write(
            "main.ps1",
            """
            . $PSScriptRoot/library.ps1
            Get-Answer
            $MyInvocation.MyCommand.Name
            Get-XmrtHelth
            if ($true) { exit 9 }
            'not reached'
            """);

        ShellResult run = await ShellProcess.RunAsync(["-File", script], Cancellation);

        Assert.Equal((9, $"42{Environment.NewLine}main.ps1{Environment.NewLine}"), (run.ExitCode, run.Output));
        Assert.Contains("main.ps1:4", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.ps1")]
    [InlineData(".")]
    public async Task A_file_that_cannot_be_read_is_wrong_usage(string file)
    {
        ShellResult run = await ShellProcess.RunAsync(["-File", Path.Combine(_folder.Path, file)], Cancellation);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("cannot be read", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#requires -Version 99.0\n'ran'", "PowerShell 99.0")]
    [InlineData("#requires -PSEdition Desktop\n'ran'", "Desktop")]
    [InlineData("#requires -Modules NoSuchModule\n'ran'", "NoSuchModule")]
    [InlineData("'ran'\nif (", "ParserError")]
    public async Task A_script_that_cannot_run_here_does_not_begin(string text, string reason)
    {
        ShellResult run = await ShellProcess.RunAsync(["-File", _folder.Write("strange.ps1", text)], Cancellation);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_script_requires_and_is_here_is_no_hindrance()
    {
        string script = _folder.Write("fine.ps1", "#requires -Version 7.6 -Modules XmrtOps\n'ran'");

        Assert.Equal(
            new ShellResult(0, "ran" + Environment.NewLine, ""), await ShellProcess.RunAsync(["-File", script], Cancellation));
    }
}
