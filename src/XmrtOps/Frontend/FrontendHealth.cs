using System.Diagnostics;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>Asks a frontend's health address.</summary>
internal static class FrontendHealth
{
    private const string Path = "/api/health";

    /// <summary>Reports one check, whatever happens.</summary>
    public static async Task MeasureAsync(
        Uri? frontend,
        TimeSpan timeout,
        Func<TimeSpan, HttpProbe> createProbe,
        INotices notices,
        Action<HealthCheck> report,
        CancellationToken cancellation)
    {
        if (frontend is null)
        {
            report(HealthCheck.NotMeasured(
                HealthComponent.Frontend,
                "the connection names no frontend",
                "Connect-Xmrt … -FrontendUrl https://<host>"));
            return;
        }

        Uri url = Address(frontend);
        notices.Verbose($"GET {url}");
        long started = Stopwatch.GetTimestamp();
        using HttpProbe probe = createProbe(timeout);
        HttpAnswer answer = await probe.GetAsync(url, timeout, cancellation);
        report(FrontendJudgement.Of(answer, timeout, DateTimeOffset.Now) with
        {
            DurationMs = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1),
        });
    }

    /// <summary>The health address below the frontend's, without what else an address can carry.</summary>
    public static Uri Address(Uri frontend) => new UriBuilder(frontend)
    {
        UserName = "",
        Password = "",
        Path = frontend.AbsolutePath.TrimEnd('/') + Path,
        Query = "",
        Fragment = "",
    }.Uri;
}
