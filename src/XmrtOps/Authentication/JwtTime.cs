using System.Globalization;

namespace XmrtOps.Authentication;

/// <summary>A time of a token: seconds since 1970 as a number, and nothing else.</summary>
/// <param name="IsPresent">The claim is there.</param>
/// <param name="Seconds">Its number; null when it is none.</param>
internal readonly record struct JwtTime(bool IsPresent, double? Seconds)
{
    public static JwtTime Of(JwtParts parts, string claim) => !parts.Claims.TryGetValue(claim, out object? value)
        ? new JwtTime(false, null)
        : value switch
        {
            long whole => new JwtTime(true, whole),
            double broken => new JwtTime(true, broken),
            _ => new JwtTime(true, null),
        };

    /// <summary>In this machine's zone; null when there is none, or none that a calendar has.</summary>
    public DateTimeOffset? At => Seconds is { } seconds and >= -62_135_596_800 and < 253_402_300_800
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)).ToLocalTime()
        : null;

    /// <summary>The number is one of milliseconds: taken for seconds it lies thousands of years ahead.</summary>
    public bool LooksLikeMilliseconds => Seconds is > 100_000_000_000;

    public override string ToString() => At is { } at
        ? at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)
        : "no time";
}
