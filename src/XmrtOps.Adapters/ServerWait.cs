using System.Globalization;
using System.Net.Http.Headers;

namespace XmrtOps.Adapters;

/// <summary>How long a server asks to be left alone, by Retry-After or by the platforms' rate-limit headers.</summary>
public static class ServerWait
{
    // The same header name counts the seconds to go at Supabase, and is a moment in epoch seconds at Vercel.
    private const long EarliestMoment = 1_000_000_000;

    /// <summary>The wait, or null where the answer asks for none.</summary>
    /// <param name="response">An answer that refuses for now.</param>
    /// <param name="now">Our clock, used where the server does not say what its own shows.</param>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(response);
        // A server's moments are of its own clock, which need not be ours.
        DateTimeOffset clock = response.Headers.Date ?? now;
        TimeSpan? wait = OfRetryAfter(response.Headers.RetryAfter, clock)
            ?? ((int)response.StatusCode == 429 ? OfReset(response.Headers, clock) : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static TimeSpan? OfRetryAfter(RetryConditionHeaderValue? header, DateTimeOffset clock) =>
        header?.Delta ?? (header?.Date is { } date ? date - clock : null);

    private static TimeSpan? OfReset(HttpResponseHeaders headers, DateTimeOffset clock)
    {
        bool isRead = long.TryParse(
            headers.TryGetValues("x-ratelimit-reset", out IEnumerable<string>? values) ? values.First() : null,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out long reset);
        // Beyond the year 9999 it is no time at all.
        if (!isRead || reset > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        return reset < EarliestMoment
            ? TimeSpan.FromSeconds(reset)
            : DateTimeOffset.FromUnixTimeSeconds(reset) - clock;
    }
}
