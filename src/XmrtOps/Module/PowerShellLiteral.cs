using System.Text;

namespace XmrtOps.Module;

/// <summary>Texts as arguments of commands that are ready to paste.</summary>
internal static class PowerShellLiteral
{
    /// <summary>In single quotes, where nothing but a quote means anything; PowerShell takes the typographic ones for
    /// quotes too.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new("'", text.Length + 2);
        foreach (char c in text)
        {
            quoted.Append(c);
            if (c is '\'' or >= '\u2018' and <= '\u201b')
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('\'').ToString();
    }
}
