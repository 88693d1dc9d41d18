using System.ComponentModel;
using System.Globalization;

namespace XmrtOps.Module;

/// <summary>The human forms of numbers, for the format views: in the reader's culture, and never part of a record.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Display
{
    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <summary>A length of time given in milliseconds, such as "0.4 ms", "180 ms", "2.31 s", "31 min", "4 h 12 m".</summary>
    /// <param name="milliseconds">The number, or null.</param>
    public static string Milliseconds(double? milliseconds) => milliseconds switch
    {
        null => "",
        < 9.95 => string.Create(Culture, $"{milliseconds:0.0} ms"),
        < 999.5 => string.Create(Culture, $"{milliseconds:0} ms"),
        < 59_995 => string.Create(Culture, $"{milliseconds / 1000:0.00} s"),
        < 3_599_500 => string.Create(Culture, $"{milliseconds / 60_000:0} min"),
        < 86_370_000 => Parts(milliseconds.Value / 3_600_000, "h", 60, "m"),
        _ => Parts(milliseconds.Value / 86_400_000, "d", 24, "h"),
    };

    /// <summary>A size, such as "812 B", "1.2 GB" (powers of 1024).</summary>
    /// <param name="bytes">The number, or null.</param>
    public static string Bytes(long? bytes)
    {
        if (bytes is null)
        {
            return "";
        }

        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        double size = bytes.Value;
        int unit = 0;
        while (Math.Abs(size) >= 1023.5 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return unit == 0 || Math.Abs(size) >= 99.95
            ? string.Create(Culture, $"{size:0} {units[unit]}")
            : string.Create(Culture, $"{size:0.0} {units[unit]}");
    }

    /// <summary>How long ago, such as "3 min ago", or "in 2 h 5 m".</summary>
    /// <param name="at">The time, or null.</param>
    public static string Ago(DateTimeOffset? at)
    {
        if (at is null)
        {
            return "";
        }

        TimeSpan ago = DateTimeOffset.Now - at.Value;
        return ago < TimeSpan.Zero
            ? $"in {Rounded(-ago)}"
            : $"{Rounded(ago)} ago";
    }

    /// <summary>A share of 0 to 100, such as "61 %" or "0.4 %".</summary>
    /// <param name="percent">The number, or null.</param>
    public static string Percent(double? percent) => percent switch
    {
        null => "",
        0 => "0 %",
        < 0.05 => string.Create(Culture, $"<{0.1:0.0} %"),
        < 9.95 => string.Create(Culture, $"{percent:0.0} %"),
        _ => string.Create(Culture, $"{percent:0} %"),
    };

    /// <summary>A text on one line: runs of white space and control characters as one blank.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="longest">Characters to keep, an ellipsis included.</param>
    public static string OneLine(string? text, int longest = int.MaxValue)
    {
        string line = string.Join(' ', (text ?? "")
            .Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Concat(word.Where(c => !char.IsControl(c)))));
        if (line.Length <= longest)
        {
            return line;
        }

        // An emoji is two chars: half of one would show as a question mark.
        int kept = longest - 1;
        return line[..(kept > 0 && char.IsHighSurrogate(line[kept - 1]) ? kept - 1 : kept)] + "…";
    }

    /// <summary>A text that somebody else wrote, on one line and without what would act on the terminal: colours and other
    /// sequences go as a whole, so that none of their letters are left.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="longest">Characters to keep, an ellipsis included.</param>
    public static string LogText(string? text, int longest = int.MaxValue) =>
        OneLine(TerminalSequences().Replace(text ?? "", ""), longest);

    [System.Text.RegularExpressions.GeneratedRegex(
        @"\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?|.)",
        System.Text.RegularExpressions.RegexOptions.ExplicitCapture | System.Text.RegularExpressions.RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial System.Text.RegularExpressions.Regex TerminalSequences();

    private static string Rounded(TimeSpan span) => span.TotalSeconds < 1
        ? string.Create(Culture, $"{0} s")
        : span.TotalSeconds < 59.5
            ? string.Create(Culture, $"{span.TotalSeconds:0} s")
            : Milliseconds(span.TotalMilliseconds);

    private static string Parts(double amount, string unit, int perUnit, string part)
    {
        long whole = (long)Math.Round(amount * perUnit);
        return string.Create(Culture, $"{whole / perUnit} {unit} {whole % perUnit} {part}");
    }
}
