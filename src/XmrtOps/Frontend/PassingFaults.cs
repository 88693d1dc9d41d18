using XmrtOps.Faults;

namespace XmrtOps.Frontend;

/// <summary>Conditions that may be over with the next question: who waits for something asks again.</summary>
internal static class PassingFaults
{
    private static readonly string[] s_ids =
        ["PlatformUnavailable", "PlatformTimeout", "PlatformUnreachable", "RateLimited", "UnreadableAnswer"];

    public static bool Contains(XmrtException fault) => s_ids.Contains(fault.ErrorId, StringComparer.Ordinal);
}
