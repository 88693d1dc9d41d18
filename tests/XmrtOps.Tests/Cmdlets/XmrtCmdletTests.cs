using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Cmdlets;

/// <summary>How conditions reach the user: by record, or as the end of the call.</summary>
public sealed class XmrtCmdletTests
{
    [Fact]
    public void A_condition_at_the_beginning_ends_the_call()
    {
        PwshResult result = Run("1, 2, 3 | Invoke-TestFault -In Begin");

        Assert.Empty(result.Output);
        Assert.Equal(
            "UnknownConnection,XmrtOps.Tests.Cmdlets.InvokeTestFaultCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_condition_of_one_input_leaves_the_others()
    {
        PwshResult result = Run("1, 2, 3 | Invoke-TestFault -In Process");

        Assert.Equal([1, 3], result.Of<int>());
        Assert.Equal(["UnknownConnection"], result.ErrorIds);
        Assert.Null(result.Terminating);
    }

    [Theory]
    [InlineData("End", 3)]
    [InlineData("Await", 0)]
    public void Conditions_at_the_end_and_from_tasks_are_records_too(string place, int outputs)
    {
        PwshResult result = Run($"1, 2, 3 | Invoke-TestFault -In {place}");

        Assert.Equal(outputs, result.Output.Count);
        Assert.Equal(outputs == 0 ? 3 : 1, result.Errors.Count);
        Assert.All(result.ErrorIds, id => Assert.Equal("UnknownConnection", id));
    }

    [Fact]
    public void An_error_record_names_cause_category_object_and_remedy()
    {
        ErrorRecord error = Run("2 | Invoke-TestFault -In Process").Errors.Single();

        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("gone", error.TargetObject);
        Assert.Contains("'gone'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Get-XmrtConnection", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_sees_the_cause_and_no_stack_trace()
    {
        PwshResult result = Run("2 | Invoke-TestFault -In Process -Unknown");

        Assert.Equal(["Unexpected"], result.ErrorIds);
        Assert.Contains("odd", result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(InvalidOperationException), result.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_condition_has_a_category_that_says_something()
    {
        Assert.All(Enum.GetValues<ErrorKind>(), kind =>
        {
            ErrorRecord record = ErrorRecords.From(new XmrtException("Sample", kind, "A message.", "A remedy."));

            Assert.NotEqual(ErrorCategory.NotSpecified, record.CategoryInfo.Category);
            Assert.Equal(kind == ErrorKind.InvalidState, record.CategoryInfo.Category == ErrorCategory.InvalidOperation);
        });
    }

    [Fact]
    public void The_conditions_own_object_wins_over_where_it_was_met()
    {
        Assert.Equal("mine", ErrorRecords.From(Errors.ConnectionClosed("mine"), "theirs").TargetObject);
        Assert.Equal("theirs", ErrorRecords.From(Errors.NotConnected(), "theirs").TargetObject);
        Assert.Equal("theirs", ErrorRecords.From(new InvalidOperationException("odd"), "theirs").TargetObject);
    }

    private static PwshResult Run(string script)
    {
        using PwshSession session = new();
        session.Set("assembly", typeof(InvokeTestFaultCommand).Assembly);
        return session.Run("Import-Module -Assembly $assembly; " + script);
    }
}
