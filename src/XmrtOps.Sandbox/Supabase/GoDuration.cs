using System.Globalization;
using System.Text.RegularExpressions;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>Durations as Go writes them: 24h, 1h30m, 500ms. Days are none.</summary>
internal static partial class GoDuration
{
    public static TimeSpan Parse(string text)
    {
        var match = WholePattern().Match(text);
        if (!match.Success)
        {
            throw new RefusalException(
                400, $"invalid format for ban duration: time: unknown unit in duration \"{text}\"");
        }

        var total = TimeSpan.Zero;
        foreach (var (number, unit) in match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures))
        {
            total += double.Parse(number.Value, CultureInfo.InvariantCulture) * (unit.Value switch
            {
                "h" => TimeSpan.FromHours(1),
                "m" => TimeSpan.FromMinutes(1),
                "s" => TimeSpan.FromSeconds(1),
                "ms" => TimeSpan.FromMilliseconds(1),
                "us" => TimeSpan.FromMicroseconds(1),
                _ => TimeSpan.Zero,
            });
        }

        return total;
    }

    [GeneratedRegex(@"\A((?<number>[0-9]+(\.[0-9]+)?)(?<unit>ns|us|ms|s|m|h))+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WholePattern();
}
