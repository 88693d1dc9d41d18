using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Findings;
using XmrtOps.Frontend;
using XmrtOps.Health;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Notices;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Health;

public sealed class FrontendHealthTests(SandboxServer server) : IAsyncDisposable
{
    private readonly HttpStandIn _frontend = Mapped();

    public ValueTask DisposeAsync() => _frontend.DisposeAsync();

    [Fact]
    public void A_frontend_without_a_database_is_measured()
    {
        HealthCheck check = Ask();

        Assert.Equal((HealthStatus.Healthy, ""), (check.Status, check.Reason));
        Assert.Equal(200, check.Evidence["StatusCode"]);
        Assert.Equal("/api/health", Assert.Single(_frontend.Journal.Requests).Path);
    }

    [Fact]
    public void Faults_of_the_way_are_named()
    {
        _frontend.Faults.Next(1, Fault.Status(503));
        HealthCheck unavailable = Ask();
        _frontend.Faults.Next(1, Fault.DropConnection());
        HealthCheck dropped = Ask();
        _frontend.Faults.Next(1, Fault.TruncateBody());
        HealthCheck half = Ask();
        _frontend.Faults.Next(1, Fault.MalformedBody());
        HealthCheck garbage = Ask();
        _frontend.Faults.Next(1, Fault.Delay(Timeout.InfiniteTimeSpan));
        HealthCheck late = Ask("-Timeout 300ms");

        Assert.Equal((HealthStatus.Unhealthy, "503: the server failed"), (unavailable.Status, unavailable.Reason));
        Assert.Equal((HealthStatus.Unhealthy, "the connection was cut off before an answer"), (dropped.Status, dropped.Reason));
        Assert.Equal((HealthStatus.Degraded, "the answer was cut off in the middle"), (half.Status, half.Reason));
        Assert.Equal((HealthStatus.Healthy, Confidence.Low), (garbage.Status, garbage.Confidence));
        Assert.Equal((HealthStatus.Unhealthy, "no answer within 300 ms"), (late.Status, late.Reason));
    }

    [Fact]
    public async Task Frontend_and_database_are_asked_side_by_side()
    {
        await using TestDatabase database = await server.CopyAsync();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using DatabaseClient client = new(server.Administrator(database.Name), database.Name);
        XmrtConnection connection = new("db", client) { FrontendUrl = new Uri("http://gate.example") };
        TaskCompletionSource databaseIsKnown = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // The frontend answers only when the database has been reported: one after the other would never end well.
        List<HealthCheck> checks = [];
        await foreach (HealthCheck check in HealthReader.ReadAsync(
            connection,
            [HealthComponent.Frontend, HealthComponent.Database],
            TimeSpan.FromSeconds(30),
            _ => new HttpProbe(new Gate(databaseIsKnown.Task), new CertificateWitness()),
            new Silent(),
            cancellation))
        {
            checks.Add(check);
            databaseIsKnown.TrySetResult();
        }

        Assert.Equal(["Database", "Frontend"], checks.Select(check => check.Component));
        Assert.All(checks, check => Assert.Equal(HealthStatus.Healthy, check.Status));
    }

    private static HttpStandIn Mapped()
    {
        HttpStandIn frontend = new(new StandInDialect());
        frontend.Map("GET", "/api/health", (_, _) => Task.FromResult(StandInResponse.Json(200, new { status = "healthy" })));
        return frontend;
    }

    private HealthCheck Ask(string arguments = "")
    {
        using PwshSession session = new();
        session.Set("url", _frontend.BaseAddress);
        return Assert.Single(session.Run(
            $"$null = Connect-Xmrt -Name web -FrontendUrl $url; Get-XmrtHealth Frontend {arguments}").Succeeded().Of<HealthCheck>());
    }

    private sealed class Gate(Task opened) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await opened.WaitAsync(cancellationToken);
            return new HttpResponseMessage { Content = new StringContent("{}") };
        }
    }

    private sealed class Silent : INotices
    {
        public string Command => "test";

        public void Warn(string message)
        {
        }

        public void Verbose(string message)
        {
        }

        public void Inform(string message)
        {
        }

        public void Total(long count)
        {
        }

        public void Progress(ProgressNotice progress)
        {
        }
    }
}
