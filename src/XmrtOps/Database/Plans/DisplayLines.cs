namespace XmrtOps.Database.Plans;

/// <summary>Breaks texts into lines that fit.</summary>
internal static class DisplayLines
{
    private const int Narrowest = 16;

    /// <summary>Between words where that is possible; a word that is too long is broken anywhere.</summary>
    /// <param name="text">One line.</param>
    /// <param name="width">Columns.</param>
    /// <param name="indent">What the lines after the first begin with.</param>
    public static IEnumerable<string> Of(string text, int width, string indent) =>
        Broken(text, Math.Max(Narrowest, width), indent, static (_, _) => true);

    /// <summary>A command is broken where it can still be pasted: after a pipe, and between the words of a quoted text.</summary>
    public static IEnumerable<string> OfRemedy(string remedy, int width)
    {
        bool isCommand = remedy.Contains('-', StringComparison.Ordinal)
            && remedy.Split(' ', 2)[0].Contains("-Xmrt", StringComparison.Ordinal);
        return Broken(remedy, Math.Max(Narrowest, width), "  ", isCommand ? IsPasteable : static (_, _) => true);
    }

    private static IEnumerable<string> Broken(string text, int width, string indent, Func<string, int, bool> mayBreak)
    {
        int start = 0;
        string lead = "";
        while (lead.Length + text.Length - start > width)
        {
            int room = width - lead.Length;
            int end = start + room;
            int cut = -1;
            for (int i = Math.Min(end, text.Length - 1); i > start + (room / 2); i--)
            {
                if (text[i] == ' ' && mayBreak(text, i))
                {
                    cut = i;
                    break;
                }
            }

            end = cut > 0 ? cut : end;
            yield return lead + text[start..end];
            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }

            lead = indent;
        }

        yield return lead + text[start..];
    }

    private static bool IsPasteable(string text, int at)
    {
        // Within the outer quotes, but not in a literal of the SQL there, whose quotes are doubled.
        int quotes = 0;
        for (int i = 0; i < at; i++)
        {
            quotes += text[i] == '\'' ? 1 : 0;
        }

        return (at > 0 && text[at - 1] == '|') || quotes % 4 is 1;
    }
}
