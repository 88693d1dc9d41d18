using System.Globalization;
using CsCheck;
using XmrtOps.Module;

namespace XmrtOps.Tests.Module;

public sealed class DisplayTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    [Theory]
    [InlineData("en-US", null, "")]
    [InlineData("en-US", 0d, "0.0 ms")]
    [InlineData("en-US", 0.44, "0.4 ms")]
    [InlineData("de-DE", 0.44, "0,4 ms")]
    [InlineData("en-US", 9.94, "9.9 ms")]
    [InlineData("en-US", 9.96, "10 ms")]
    [InlineData("en-US", 999.4, "999 ms")]
    [InlineData("en-US", 999.6, "1.00 s")]
    [InlineData("en-US", 2310d, "2.31 s")]
    [InlineData("de-DE", 2310d, "2,31 s")]
    [InlineData("en-US", 59_994d, "59.99 s")]
    [InlineData("en-US", 59_996d, "1 min")]
    [InlineData("en-US", 31 * 60_000d, "31 min")]
    [InlineData("en-US", 3_599_000d, "60 min")]
    [InlineData("en-US", 3_600_000d, "1 h 0 m")]
    [InlineData("en-US", 15_120_000d, "4 h 12 m")]
    [InlineData("en-US", 86_400_000d, "1 d 0 h")]
    [InlineData("en-US", 86_399_999d, "1 d 0 h")]
    [InlineData("en-US", 3.5 * 86_400_000, "3 d 12 h")]
    public void Lengths_of_time(string culture, double? milliseconds, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(expected, Display.Milliseconds(milliseconds));
    }

    [Theory]
    [InlineData("en-US", null, "")]
    [InlineData("en-US", 0L, "0 B")]
    [InlineData("en-US", 812L, "812 B")]
    [InlineData("en-US", 1023L, "1023 B")]
    [InlineData("en-US", 1024L, "1.0 kB")]
    [InlineData("en-US", 1_288_490_189L, "1.2 GB")]
    [InlineData("de-DE", 1_288_490_189L, "1,2 GB")]
    [InlineData("en-US", 1_048_575L, "1.0 MB")]
    [InlineData("en-US", 104_805_172L, "100 MB")]
    [InlineData("en-US", -2048L, "-2.0 kB")]
    [InlineData("en-US", long.MaxValue, "8192 PB")]
    public void Sizes(string culture, long? bytes, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(expected, Display.Bytes(bytes));
    }

    [Theory]
    [InlineData("en-US", null, "")]
    [InlineData("en-US", 0d, "0 %")]
    [InlineData("en-US", 0.01, "<0.1 %")]
    [InlineData("de-DE", 0.01, "<0,1 %")]
    [InlineData("en-US", 0.4, "0.4 %")]
    [InlineData("de-DE", 0.4, "0,4 %")]
    [InlineData("en-US", 9.96, "10 %")]
    [InlineData("en-US", 61.2, "61 %")]
    [InlineData("en-US", 100d, "100 %")]
    public void Shares(string culture, double? percent, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        Assert.Equal(expected, Display.Percent(percent));
    }

    [Theory]
    [InlineData(-190, "3 min ago")]
    [InlineData(-20, "20 s ago")]
    [InlineData(-7500, "2 h 5 m ago")]
    [InlineData(7520, "in 2 h 5 m")]
    public void Ages(int secondsFromNow, string expected)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

        Assert.Equal(expected, Display.Ago(DateTimeOffset.Now.AddSeconds(secondsFromNow)));
        Assert.Equal("", Display.Ago(null));
    }

    [Theory]
    [InlineData("SELECT 1\n  FROM\tx", 80, "SELECT 1 FROM x")]
    [InlineData("  a  \r\n b\u0000\u001b[31mc ", 80, "a b[31mc")]
    [InlineData("SELECT * FROM conversation_messages", 14, "SELECT * FROM…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData(null, 3, "")]
    public void Texts_on_one_line(string? text, int longest, string expected)
    {
        Assert.Equal(expected, Display.OneLine(text, longest));
    }

    [Fact]
    public void A_text_on_one_line_has_no_control_characters_no_halves_and_no_more_than_fits()
    {
        Gen.Select(Gen.OneOf("a", " ", "\n", "\t", "\u001b", "é", "😀", "\u0085").Array[0, 30], Gen.Int[1, 20]).Sample((parts, longest) =>
        {
            string line = Display.OneLine(string.Concat(parts), longest);

            Assert.True(line.Length <= longest);
            Assert.DoesNotContain(line, char.IsControl);
            Assert.Equal(line, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: false).GetString(System.Text.Encoding.UTF8.GetBytes(line)));
        });
    }
}
