using System.Net;
using System.Security;

namespace XmrtOps.Connections;

/// <summary>Moves secrets between text and SecureString; text exists only where a driver or header needs it.</summary>
internal static class SecureText
{
    public static string Reveal(this SecureString secret) => new NetworkCredential("", secret).Password;

    public static SecureString Conceal(this string secret)
    {
        SecureString concealed = new();
        foreach (char c in secret)
        {
            concealed.AppendChar(c);
        }

        concealed.MakeReadOnly();
        return concealed;
    }
}
