using XmrtOps.Connections;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Frontend;

/// <summary>
/// Finds out why the frontend is down: the way to it, its answer, what it says of itself, the database behind it, and
/// Vercel's view. These are looked at side by side, since in an outage each may take its whole time.
/// </summary>
internal static class FrontendTester
{
    public static async Task<IReadOnlyList<FrontendTestResult>> TestAsync(
        XmrtConnection connection, FrontendTestRequest request, INotices notices, CancellationToken cancellation)
    {
        Uri health = FrontendHealth.Address(request.Url);
        notices.Progress(new ProgressNotice($"Testing {health}"));
        notices.Verbose($"GET {health}");
        Task<IReadOnlyList<FrontendTestResult>> way = new ConnectionTests(request).RunAsync(cancellation);
        Task<HttpAnswer> asking = AskAsync(request, health, cancellation);
        Task<PlatformState> platform = PlatformTests.ReadAsync(connection, request, notices, cancellation);
        Task<HealthCheck?> database = DatabaseTest.LookAsync(connection, request, notices, cancellation);
        await Task.WhenAll(way, asking, platform, database);

        HttpAnswer answer = await asking;
        PlatformState state = await platform;
        string name = connection.VercelProject ?? "Vercel project";
        DateTimeOffset now = DateTimeOffset.Now;
        FrontendTestResult status = AnswerTests.Status(answer, request.Timeout, now);
        return
        [
            .. (await way).Concat(
            [
                status,
                AnswerTests.FirstByte(answer),
                AnswerTests.Health(answer),
                DatabaseTest.Judge(answer.Report, await database, connection),
                PlatformTests.Project(state, name),
                PlatformTests.Deployment(state, name),
            ]).Select(result => result with
            {
                Connection = connection.Name,
                MeasuredAt = now,
                Findings = [.. result.Findings.Select(finding => finding with { MeasuredAt = now })],
            }),
        ];
    }

    private static async Task<HttpAnswer> AskAsync(FrontendTestRequest request, Uri health, CancellationToken cancellation)
    {
        using HttpProbe probe = request.CreateProbe(request.Timeout);
        return await probe.GetAsync(health, request.Timeout, cancellation);
    }
}
