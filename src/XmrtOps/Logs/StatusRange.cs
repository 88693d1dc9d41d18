using System.Globalization;
using System.Text.RegularExpressions;
using XmrtOps.Faults;

namespace XmrtOps.Logs;

/// <summary>An HTTP status, or a class of them.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
internal sealed partial record StatusRange(int First, int Last)
{
    /// <summary>Vercel's form: 404 or 5xx.</summary>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First / 100}xx");

    /// <exception cref="XmrtException">InvalidStatus.</exception>
    public static StatusRange Parse(string text)
    {
        if (!Form().IsMatch(text))
        {
            throw Errors.InvalidStatus(text);
        }

        int first = int.Parse(text.Replace('x', '0').Replace('X', '0'), CultureInfo.InvariantCulture);
        return new StatusRange(first, char.IsAsciiDigit(text[1]) ? first : first + 99);
    }

    [GeneratedRegex(@"\A[1-5]([0-9]{2}|[xX]{2})\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
