using System.Globalization;
using XmrtOps.Adapters;
using XmrtOps.Notices;

namespace XmrtOps.Platforms;

/// <summary>What is said while a request waits to be repeated.</summary>
internal static class PlatformWaits
{
    private static readonly TimeSpan s_noticeable = TimeSpan.FromSeconds(2);

    public static void Say(PlatformEndpoint endpoint, HttpRequestMessage message, int tries, TimeSpan wait, INotices notices)
    {
        string when = string.Create(CultureInfo.InvariantCulture, $"again in {wait.TotalSeconds:0.#} s");
        bool isLimit = message.Options.TryGetValue(ResilientRequest.Status, out int status) && status == 429;
        notices.Verbose(
            $"{endpoint.Name}: try {tries} of {message.Method} {PlatformFaults.MaskedUrl(message)} {(isLimit ? "came too soon" : "failed")}; {when}");
        if (wait >= s_noticeable)
        {
            notices.Progress(new ProgressNotice(
                $"{endpoint.Name} {(isLimit ? "takes no more requests" : "does not answer")} for now; {when}"));
        }
    }
}
