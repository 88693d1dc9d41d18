using System.Text.Json;

namespace XmrtOps.Tests.Shell;

/// <summary>`xmrtops` as its callers see it: exit codes, standard output, standard error.</summary>
public sealed class ShellProgramTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_module_is_there_and_output_is_shown_as_text()
    {
        ShellResult run = await RunAsync("(Get-Module XmrtOps).Name; Import-Module XmrtOps; (Get-Command Connect-Xmrt).Name; 1..2");

        Assert.Equal(new ShellResult(0, Lines("XmrtOps", "Connect-Xmrt", "1", "2"), ""), run);
    }

    [Fact]
    public async Task Help_and_version_go_to_standard_output()
    {
        ShellResult help = await ShellProcess.RunAsync(["--help"], Cancellation);
        ShellResult version = await ShellProcess.RunAsync(["-Version"], Cancellation);

        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.StartsWith("Usage: xmrtops", help.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (version.ExitCode, version.Error));
        Assert.StartsWith($"xmrtops {StagedModule.Version}, PowerShell 7.6", version.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_2_and_says_what_is_wrong_and_what_is_right()
    {
        ShellResult run = await ShellProcess.RunAsync(["-Sandbx", "-Command", "1"], Cancellation);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("xmrtops: There is no switch '-Sandbx'.", run.Error, StringComparison.Ordinal);
        Assert.Contains("Usage: xmrtops", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'before'; exit 7; 'after'", 7)]
    [InlineData("'before'; throw 'x'; 'after'", 1)]
    [InlineData("'before'; $ErrorActionPreference = 'Stop'; Get-XmrtHelth; 'after'", 1)]
    [InlineData("'before'; Get-XmrtHelth", 1)]
    [InlineData("'before'; Get-XmrtHelth; exit 0", 0)]
    [InlineData("'before'; try { throw 'x' } catch { }", 0)]
    [InlineData("'before'; Connect-Xmrt ''", 1)]
    [InlineData("'before'; Get-Module none -ErrorAction SilentlyContinue", 0)]
    public async Task The_exit_code_says_whether_an_error_was_written_unless_the_script_says_another(string script, int exitCode)
    {
        ShellResult run = await RunAsync(script);

        Assert.Equal((exitCode, Lines("before")), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("if (")]
    [InlineData("1 )")]
    public async Task A_script_that_is_none_runs_not_at_all(string script)
    {
        ShellResult run = await RunAsync("'before'\n" + script);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("ParserError", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_goes_to_standard_error_with_its_remedy_on_a_line_of_its_own_and_the_script_goes_on()
    {
        ShellResult run = await RunAsync("Connect-Xmrt nowhere; 'after'");

        Assert.Equal((1, Lines("after")), (run.ExitCode, run.Output));
        string[] lines = run.Error.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Connect-Xmrt: There is no profile 'nowhere'.", lines[0]);
        Assert.Contains("Set-XmrtProfile", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Error);
    }

    [Fact]
    public async Task Warnings_and_texts_for_people_go_where_they_belong()
    {
        const string Script =
            """
            function Speak {
                [CmdletBinding()] param()
                $PSCmdlet.WriteWarning('careful')
                $PSCmdlet.WriteVerbose('in detail')
                'first'
                $Host.UI.WriteLine('for people')
                'last'
            }
            Speak -Verbose
            """;

        ShellResult text = await RunAsync(Script);
        ShellResult json = await RunAsync(Script, "-OutputFormat", "Json");

        Assert.Equal(
            new ShellResult(0, Lines("first", "for people", "last"), Lines("WARNING: careful", "VERBOSE: in detail")), text);
        Assert.Equal(
            new ShellResult(
                0,
                "[\n\"first\"\n,\"last\"\n]\n",
                Lines("WARNING: careful", "VERBOSE: in detail", "for people")),
            json);
    }

    [Theory]
    [InlineData("1; throw 'x'", 1)]
    [InlineData("1; Get-XmrtHelth", 1)]
    [InlineData("1; exit 7", 7)]
    [InlineData("1 )", 1)]
    [InlineData("Connect-Xmrt nowhere -ErrorAction Stop; 1", 1)]
    [InlineData("'ü 😀'; @{ b = [double]::NaN }", 0)]
    [InlineData("", 0)]
    public async Task Json_is_one_array_however_the_script_ends(string script, int exitCode)
    {
        ShellResult run = await RunAsync(script + "\n#", "-OutputFormat", "Json");

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(run.Output).RootElement.ValueKind);
    }

    [Fact]
    public async Task A_failed_connection_ends_the_run_before_the_script()
    {
        ShellResult run = await RunAsync("'not reached'", "-Connect", "nowhere", "-OutputFormat", "Json");

        Assert.Equal((1, "[]\n"), (run.ExitCode, run.Output));
        Assert.Contains("There is no profile 'nowhere'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_stock_command_names_pwsh_even_for_a_run_inside_pwsh()
    {
        using TemporaryFolder modules = new();
        Directory.CreateDirectory(Path.Combine(modules.Path, "Microsoft.PowerShell.Utility"));
        modules.Write(
            Path.Combine("Microsoft.PowerShell.Utility", "Microsoft.PowerShell.Utility.psd1"),
            "@{ ModuleVersion = '7.0.0'; CmdletsToExport = 'Sort-Object'; NestedModules = 'Microsoft.PowerShell.Commands.Utility.dll' }");
        using ShellProcess shell = ShellProcess.StartWithInput(
            ["-Command", "2, 1 | Sort-Object"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PSModulePath"] = modules.Path },
            Cancellation);

        ShellResult run = await shell.EndAsync(Cancellation);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Sort-Object: 'Sort-Object' comes with pwsh.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_of_object_has_its_own_table()
    {
        ShellResult run = await RunAsync("[pscustomobject]@{ One = 1; Two = 2 }; [pscustomobject]@{ Three = 3; Four = 4 }");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["One Two", "--- ---", "1 2", "Three Four", "----- ----", "3 4"],
            run.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Fact]
    public async Task Text_follows_the_culture_and_json_does_not()
    {
        Dictionary<string, string> german = new(StringComparer.Ordinal) { ["LC_ALL"] = "de_DE.UTF-8", ["LANG"] = "de_DE.UTF-8" };
        const string Script = "[pscustomobject]@{ Value = 1.5; At = [datetime]'2026-01-02' }";
        using ShellProcess text = ShellProcess.StartWithInput(["-Command", Script], german, Cancellation);
        using ShellProcess json =
            ShellProcess.StartWithInput(["-Command", Script, "-OutputFormat", "Json"], german, Cancellation);

        Assert.Contains("1,5", (await text.EndAsync(Cancellation)).Output, StringComparison.Ordinal);
        Assert.Equal("[\n{\"Value\":1.5,\"At\":\"2026-01-02T00:00:00\"}\n]\n", (await json.EndAsync(Cancellation)).Output);
    }

    [Fact]
    public async Task Lines_are_as_wide_as_COLUMNS_says()
    {
        using ShellProcess narrow = ShellProcess.StartWithInput(
            ["-Command", "$Host.UI.RawUI.BufferSize.Width"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["COLUMNS"] = "40" },
            Cancellation);
        ShellResult usual = await RunAsync("$Host.UI.RawUI.BufferSize.Width");

        Assert.Equal(Lines("40"), (await narrow.EndAsync(Cancellation)).Output);
        Assert.Equal(Lines("120"), usual.Output);
    }

    [Fact]
    public async Task Script_text_comes_from_standard_input()
    {
        using ShellProcess shell = ShellProcess.StartWithInput(["-Command", "-"], [], Cancellation);
        await shell.WriteAsync("$a = 'ü'\n\"$a!\"\n" + new string('#', 200_000), Cancellation);

        Assert.Equal(new ShellResult(0, Lines("ü!"), ""), await shell.EndAsync(Cancellation));
    }

    [Theory]
    [InlineData("$PSCmdlet.ShouldProcess('the table', 'clear')", "clear")]
    [InlineData("$PSCmdlet.ShouldContinue('Really?', 'Sure')", "Really?")]
    public async Task What_has_to_be_confirmed_fails_where_nobody_can_be_asked(string question, string named)
    {
        ShellResult run = await RunAsync(
            $"function Clear-All {{ [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param() if ({question}) {{ 'cleared' }} }} Clear-All",
            "-NonInteractive");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Contains("-Force or -Confirm:$false", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_value_is_named_where_nobody_can_be_asked()
    {
        ShellResult run = await RunAsync("function Clear-One { param([Parameter(Mandatory)] $Identifier) 'cleared' } Clear-One");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("Identifier", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_the_script_without_a_word()
    {
        using ShellProcess shell = ShellProcess.Start(["-Command", "for ($i = 0; ; $i++) { $i }"], Cancellation);

        Assert.Equal("0", await shell.ReadLineAsync(Cancellation));
        shell.CloseOutput();

        Assert.Equal(new ShellResult(0, "", ""), await shell.EndAsync(Cancellation));
    }

    private static Task<ShellResult> RunAsync(string script, params string[] switches) =>
        ShellProcess.RunAsync([.. switches, "-Command", script], Cancellation);

    private static string Lines(params string[] lines) => string.Concat(lines.Select(line => line + Environment.NewLine));
}
