using System.Text;

namespace XmrtOps.Database.Indexing;

/// <summary>Reads the text of a one-dimensional array, such as the most frequent values of a column.</summary>
internal static class PostgresArray
{
    public static List<string> Read(string? text)
    {
        List<string> values = [];
        if (text is null || text.Length < 2 || text[0] != '{' || text[^1] != '}')
        {
            return values;
        }

        StringBuilder value = new();
        bool isQuoted = false;
        for (int i = 1; i < text.Length - 1; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length - 1:
                    value.Append(text[++i]);
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case ',' when !isQuoted:
                    values.Add(value.ToString());
                    value.Clear();
                    break;
                default:
                    value.Append(text[i]);
                    break;
            }
        }

        if (text.Length > 2)
        {
            values.Add(value.ToString());
        }

        return values;
    }
}
