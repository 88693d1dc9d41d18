using System.Management.Automation;
using System.Management.Automation.Runspaces;
using XmrtOps.Shell.Running;

namespace XmrtOps.Tests.Shell;

public sealed class StockCommandsTests
{
    [Fact]
    public void No_command_that_is_here_is_said_to_be_missing()
    {
        using PowerShell shell = PowerShell.Create(InitialSessionState.CreateDefault2());

        string[] here = [.. shell.AddCommand("Get-Command").AddParameter("CommandType", CommandTypes.Cmdlet)
            .Invoke<CmdletInfo>().Select(c => c.Name)];

        Assert.Contains("Where-Object", here);
        Assert.DoesNotContain(here, StockCommands.Contains);
    }

    [Theory]
    [InlineData("ConvertTo-Json", "-OutputFormat Json")]
    [InlineData("sort-object", "pwsh")]
    [InlineData("Get-ChildItem", "pwsh")]
    public void A_missing_stock_command_is_explained(string command, string remedy)
    {
        ErrorRecord error = NotFound(command);

        StockCommands.Explain(error);

        Assert.Contains(command, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("only the core commands", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_command_and_other_errors_stay_as_they_are()
    {
        ErrorRecord misspelt = NotFound("Get-XmrtHelth");
        ErrorRecord other = new(new InvalidOperationException("Sort-Object"), "Other", ErrorCategory.InvalidData, targetObject: null);

        StockCommands.Explain(misspelt);
        StockCommands.Explain(other);

        Assert.Null(misspelt.ErrorDetails);
        Assert.Null(other.ErrorDetails);
    }

    private static ErrorRecord NotFound(string command)
    {
        CommandNotFoundException exception = new("not found") { CommandName = command };
        return exception.ErrorRecord;
    }
}
