using XmrtOps.Database.Plans;

namespace XmrtOps.Module;

/// <summary>Breaks texts for the last column of a table.</summary>
internal static class WrappedText
{
    /// <summary>Between words wherever that is possible, so that an identifier can be copied in one.</summary>
    public static IEnumerable<string> Of(string text, int width, string indent)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = indent;
            }

            string joined = line.Length == 0 || line == indent ? line + word : $"{line} {word}";
            string[] pieces = [.. DisplayLines.Of(joined, width, indent)];
            foreach (string whole in pieces.SkipLast(1))
            {
                yield return whole;
            }

            line = pieces[^1];
        }

        yield return line;
    }
}
