using System.Globalization;
using XmrtOps.Health;
using XmrtOps.Health.Checks;

namespace XmrtOps.Tests.Health;

public sealed class HealthDisplayTests
{
    [Fact]
    public void Values_are_shown_as_people_say_them()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        Assert.Equal("94 of 100 conns", HealthDisplay.Value(new ConnectionUse(94, 100, "a", "b", 1, 1).Judge()));
        Assert.Equal("14 min", HealthDisplay.Value(new IdleTransaction(0, 1, "a", "b", 840, 840, 0).Judge("r")));
        Assert.Equal("none", HealthDisplay.Value(new IdleTransaction(0, null, null, null, 0, 0, 0).Judge("r")));
        Assert.Equal("", HealthDisplay.Value(new IdleTransaction(3, null, null, null, 0, 0, 0).Judge("r")));
        Assert.Equal("12 % of 2^31", HealthDisplay.Value(new TransactionAge("d", 260_000_000, 0, 1).Judge()));
        Assert.Equal("7.2 % errors/1 h", HealthDisplay.Value(FunctionErrors.Judge([new("t", new(1000, 72, "f", 72, null))])));
        Assert.Equal("", HealthDisplay.Value(HealthCheck.NotMeasured(HealthComponent.Messages, "why")));
        Assert.Equal("", HealthDisplay.Value(null));
    }

    [Fact]
    public void Numbers_are_written_as_the_reader_writes_them()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

        HealthCheck check = new ConversationActivity(1234, 1, DateTimeOffset.Now, [0, 0, 0, 0]).Judge(DateTimeOffset.Now);

        Assert.Equal("1.234 messages/1 h", HealthDisplay.Value(check));
        Assert.Equal("7,2 % errors/1 h", HealthDisplay.Value(FunctionErrors.Judge([new("t", new(1000, 72, "f", 72, null))])));
    }

    [Theory]
    [InlineData("", 5, "")]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("a verylongword b", 4, "a\nverylongword\nb")]
    public void Reasons_are_broken_between_words(string text, int width, string expected)
    {
        Assert.Equal(expected, HealthDisplay.Wrap(text, width));
    }

    [Fact]
    public void A_report_of_several_connections_names_each()
    {
        HealthCheck check = HealthCheck.NotMeasured(HealthComponent.Messages, "why") with { Connection = "production" };

        Assert.Equal("Messages", HealthDisplay.Component(check));
        Assert.Equal("Messages\n  production", HealthDisplay.Component(check with { IsOfSeveral = true }));
    }
}
