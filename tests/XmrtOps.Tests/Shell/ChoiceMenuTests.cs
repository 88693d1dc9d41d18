using System.Management.Automation.Host;
using XmrtOps.Shell.Hosting;

namespace XmrtOps.Tests.Shell;

public sealed class ChoiceMenuTests
{
    private static readonly ChoiceDescription[] s_confirm =
    [
        new("&Yes", "Do it."), new("Yes to &All", "Do all."), new("&No", "Leave it."), new("No to A&ll", "Leave all."),
        new("&Suspend", "Pause."),
    ];

    [Fact]
    public void The_question_offers_what_can_be_answered()
    {
        Assert.Equal(
            "[Y] Yes  [A] Yes to All  [N] No  [L] No to All  [?] Help (default is \"Y\"): ",
            new ChoiceMenu(s_confirm, defaultChoice: 0).Question);
        Assert.Equal("[Y] Yes  [N] No  [?] Help: ", new ChoiceMenu([new("&Yes"), new("&No")], defaultChoice: -1).Question);
    }

    [Theory]
    [InlineData("y", 0)]
    [InlineData("A", 1)]
    [InlineData("no", 2)]
    [InlineData("No to All", 3)]
    [InlineData("", 2)]
    [InlineData("x", null)]
    [InlineData("yes please", null)]
    [InlineData("s", null)]
    public void An_answer_means_one_choice_or_none(string answer, int? expected)
    {
        Assert.Equal(expected, new ChoiceMenu(s_confirm, defaultChoice: 2).Find(answer));
    }

    [Fact]
    public void Without_a_default_an_empty_answer_means_nothing()
    {
        Assert.Null(new ChoiceMenu(s_confirm, defaultChoice: -1).Find(""));
    }
}
