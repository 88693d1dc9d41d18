using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>What a rate limit says of itself after a request.</summary>
internal readonly record struct LimiterState(int Limit, int Remaining, int ResetSeconds, bool IsExceeded)
{
    public const string RemainingHeader = "x-ratelimit-remaining";

    /// <summary>The reply with the three headers; the reset is in seconds to go, not a time.</summary>
    public StandInResponse Stamp(StandInResponse response) => response
        .With("x-ratelimit-limit", Limit.ToString(CultureInfo.InvariantCulture))
        .With(RemainingHeader, Remaining.ToString(CultureInfo.InvariantCulture))
        .With("x-ratelimit-reset", ResetSeconds.ToString(CultureInfo.InvariantCulture));
}
