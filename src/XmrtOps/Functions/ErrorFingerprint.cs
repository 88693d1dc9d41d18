using System.Text;
using System.Text.RegularExpressions;

namespace XmrtOps.Functions;

/// <summary>
/// A message without what differs from call to call. Does the same as TopErrors.sql by the same expressions, so that an
/// error has one fingerprint wherever it was recorded; a test holds them together.
/// </summary>
internal static partial class ErrorFingerprint
{
    private const int LongestMessage = 2000;
    private const int LongestFingerprint = 200;
    private const int Milliseconds = 2000;
    private const RegexOptions Plain = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    public static string Of(string? message)
    {
        string text = Left(string.IsNullOrEmpty(message) ? "no message" : message, LongestMessage);
        text = Colours().Replace(text, "");
        text = Addresses().Replace(text, "<address>");
        text = Uuids().Replace(text, "<id>");
        text = Hexadecimal().Replace(text, "<id>");
        text = Numbers().Replace(text, "<n>");
        text = Units().Replace(text, "<n>");
        text = Blanks().Replace(text, " ");
        return Left(text.Trim(' '), LongestFingerprint);
    }

    /// <summary>The message tells of time that ran out, or of the platform's limits.</summary>
    public static bool IsTimeout(string message) => Timeouts().IsMatch(message);

    // Characters as PostgreSQL counts them, of which .NET takes two for one.
    private static string Left(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        StringBuilder left = new(characters);
        foreach (Rune rune in text.EnumerateRunes().Take(characters))
        {
            left.Append(rune);
        }

        return left.ToString();
    }

    [GeneratedRegex(@"\u001b\[[0-9;]*[A-Za-z]", Plain, Milliseconds)]
    private static partial Regex Colours();

    [GeneratedRegex("[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+", Plain, Milliseconds)]
    private static partial Regex Addresses();

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", Plain, Milliseconds)]
    private static partial Regex Uuids();

    [GeneratedRegex("[0-9a-fA-F]{16,}", Plain, Milliseconds)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex("[0-9]+([.,:][0-9]+)*", Plain, Milliseconds)]
    private static partial Regex Numbers();

    [GeneratedRegex("<n> ?(ms|us|ns|seconds|second|secs|sec|s|minutes|minute|min|m|hours|hour|h)(?![A-Za-z])", Plain, Milliseconds)]
    private static partial Regex Units();

    [GeneratedRegex(@"[ \t\r\n]+", Plain, Milliseconds)]
    private static partial Regex Blanks();

    [GeneratedRegex("(timed out|[Tt]imeout|TIMEOUT|WORKER_LIMIT|deadline exceeded|wall clock)", Plain, Milliseconds)]
    private static partial Regex Timeouts();
}
