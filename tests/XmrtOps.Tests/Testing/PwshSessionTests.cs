namespace XmrtOps.Tests.Testing;

public sealed class PwshSessionTests
{
    [Fact]
    public void Imports_the_staged_module_and_runs_the_same_types()
    {
        using PwshSession session = new();

        PwshResult result = session.Run("(Get-Module XmrtOps).Path; (Get-Command Get-XmrtConnection).ImplementingType");

        Assert.Equal(Path.Combine(StagedModule.Directory, "XmrtOps.dll"), result.Output[0]!.BaseObject);
        Assert.Same(typeof(XmrtOps.Connections.GetXmrtConnectionCommand), result.Output[1]!.BaseObject);
    }

    [Fact]
    public void Captures_every_stream_and_the_console_in_its_order()
    {
        using PwshSession session = new();

        PwshResult result = session.Run(
            """
            function Say {
                [CmdletBinding()] param()
                $PSCmdlet.WriteVerbose('wordy')
                $PSCmdlet.WriteWarning('careful')
                'first'
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([Exception]::new('broken'), 'Broken', 'InvalidData', 7))
                $PSCmdlet.WriteInformation([System.Management.Automation.HostInformationMessage]@{ Message = 'by the way' }, [string[]]@('PSHOST'))
                $PSCmdlet.WriteProgress([System.Management.Automation.ProgressRecord]::new(1, 'Say', 'half way'))
                'last'
            }
            Say -Verbose
            """);

        Assert.Equal(["first", "last"], result.Of<string>());
        Assert.Equal(["Broken"], result.ErrorIds);
        Assert.Equal(7, result.Errors[0].TargetObject);
        Assert.Equal(["careful"], result.Warnings);
        Assert.Equal(["wordy"], result.Verbose);
        Assert.Equal("by the way", result.Information.Single().MessageData.ToString());
        Assert.Equal("half way", result.Progress.Single().StatusDescription);
        Assert.Matches(
            @"\AVERBOSE: wordy\nWARNING: careful\nfirst\nSay:(.|\n)*broken\nby the way\nlast\n\z", result.Screen);
    }

    [Fact]
    public void Reports_and_shows_what_ends_a_script()
    {
        using PwshSession session = new();

        PwshResult result = session.Run("'before'; throw 'enough'; 'after'");

        Assert.Equal(["before"], result.Of<string>());
        Assert.Equal("enough", result.Terminating!.ToString());
        Assert.Contains("enough", result.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "1,234.5")]
    [InlineData("de-DE", "1.234,5")]
    public void Speaks_the_culture_it_is_told(string culture, string expected)
    {
        using PwshSession session = new(culture: culture);

        Assert.Equal([expected], session.Run("(1234.5).ToString('N1', [cultureinfo]::CurrentCulture)").Of<string>());
        Assert.Equal([expected], session.Run("'{0:N1}' -f 1234.5").Of<string>());
    }

    [Fact]
    public void Answers_questions_and_notes_them()
    {
        using PwshSession session = new();

        PwshResult result = session.Run(
            """
            function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param()
                if ($PSCmdlet.ShouldProcess('the rows', 'remove')) { 'removed' } else { 'kept' } }
            Remove-It
            Remove-It
            """,
            "No",
            "Yes");

        Assert.Equal(["kept", "removed"], result.Of<string>());
        Assert.Contains("the rows", result.Prompts[0].Message, StringComparison.Ordinal);
        Assert.Contains("Yes to All", result.Prompts[0].Choices);
    }

    [Fact]
    public void Fails_a_question_without_an_answer()
    {
        using PwshSession session = new();

        PwshResult result = session.Run(
            """
            function Remove-It { [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param()
                if ($PSCmdlet.ShouldProcess('the rows', 'remove')) { 'removed' } }
            Remove-It
            """);

        Assert.Empty(result.Output);
        Assert.Contains("no answer", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_a_script_under_way()
    {
        using PwshSession session = new();
        PwshRun run = session.Start("'started'; while ($true) { }; 'ended'");

        await run.UntilAsync(r => r.Output.Count == 1, TestContext.Current.CancellationToken);
        PwshResult result = await run.StopAsync();

        Assert.True(result.WasStopped);
        Assert.Equal(["started"], result.Of<string>());
        Assert.Equal([7], session.Run("7").Of<int>());
    }

    [Fact]
    public void Keeps_variables_between_scripts()
    {
        using PwshSession session = new();
        session.Set("given", 4);

        session.Run("$made = $given + 1").Succeeded();

        Assert.Equal(5, session.Get("made"));
    }
}
