using System.Net;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Http;

/// <summary>The words after a status code, which nobody evaluates and people read.</summary>
internal static partial class ReasonPhrase
{
    public static string Of(int status) =>
        Enum.IsDefined((HttpStatusCode)status)
            ? WordStart().Replace(((HttpStatusCode)status).ToString(), " ")
            : "Status";

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}
