using System.Text;

namespace XmrtOps.Database.Baselines;

/// <summary>
/// What stays of a statement's text from one server to another, where its identifier does not: the text without
/// comments, with single blanks, and with one mark for each constant or list of constants. Quoted texts stay as they are.
/// </summary>
internal static class QueryFingerprint
{
    public static string Of(string text)
    {
        StringBuilder kept = new(text.Length);
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (c is '\'' or '"')
            {
                int end = EndOfQuoted(text, i);
                kept.Append(text, i, end - i);
                i = end;
            }
            else if (IsAt(text, i, "--"))
            {
                int end = text.IndexOf('\n', i);
                i = end < 0 ? text.Length : end;
                Blank(kept);
            }
            else if (IsAt(text, i, "/*"))
            {
                i = EndOfComment(text, i);
                Blank(kept);
            }
            else if (char.IsWhiteSpace(c))
            {
                Blank(kept);
                i++;
            }
            else if (c == '$' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                // Its number depends on how the constants before it are counted.
                for (i++; i < text.Length && char.IsAsciiDigit(text[i]); i++)
                {
                }

                Constant(kept);
            }
            else
            {
                if (c == ')' && kept.Length > 0 && kept[^1] == ' ')
                {
                    kept.Length--;
                }

                kept.Append(c);
                i++;
            }
        }

        return kept.ToString().TrimEnd(' ', ';');
    }

    // "$, $" becomes "$": from PostgreSQL 18 on a list of constants is recorded as one.
    private static void Constant(StringBuilder kept)
    {
        int end = kept.Length;
        while (end > 0 && kept[end - 1] == ' ')
        {
            end--;
        }

        if (end >= 2 && kept[end - 1] == ',' && kept[end - 2] == '$')
        {
            kept.Length = end - 1;
        }
        else
        {
            kept.Append('$');
        }
    }

    private static void Blank(StringBuilder kept)
    {
        if (kept.Length > 0 && kept[^1] is not (' ' or '('))
        {
            kept.Append(' ');
        }
    }

    private static bool IsAt(string text, int at, string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private static int EndOfQuoted(string text, int start)
    {
        int end = text.IndexOf(text[start], start + 1);
        return end < 0 ? text.Length : end + 1;
    }

    // PostgreSQL's comments nest.
    private static int EndOfComment(string text, int start)
    {
        int depth = 0;
        int i = start;
        while (i < text.Length)
        {
            if (IsAt(text, i, "/*"))
            {
                depth++;
                i += 2;
            }
            else if (IsAt(text, i, "*/"))
            {
                i += 2;
                if (--depth == 0)
                {
                    return i;
                }
            }
            else
            {
                i++;
            }
        }

        return text.Length;
    }
}
