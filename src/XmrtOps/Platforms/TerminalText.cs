using System.Text.RegularExpressions;

namespace XmrtOps.Platforms;

/// <summary>Text that others wrote for a terminal, or to do something to one: colours and control characters removed.</summary>
internal static partial class TerminalText
{
    public static string Plain(string? text) => text is null
        ? ""
        : string.Concat(Sequences().Replace(text, "").Where(c => c is '\n' or '\t' || !char.IsControl(c)));

    // CSI (colours, cursor), OSC (titles, links) up to its end or the line's, and the short ones.
    [GeneratedRegex(
        @"\x1B(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B\n]*(?:\x07|\x1B\\)?|[@-Z\\^_])|\x9B[0-?]*[ -/]*[@-~]",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sequences();
}
