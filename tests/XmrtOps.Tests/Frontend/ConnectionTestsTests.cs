using System.Net;
using System.Net.Sockets;
using XmrtOps.Frontend;

namespace XmrtOps.Tests.Frontend;

/// <summary>The way to the frontend, with a name service of the test's own.</summary>
public sealed class ConnectionTestsTests
{
    private static readonly Uri s_site = new("https://xmrt.invalid/");

    [Fact]
    public async Task A_name_that_is_not_known_is_told_from_a_name_service_that_is_silent()
    {
        IReadOnlyList<FrontendTestResult> unknown = await RunAsync((_, _) => throw new SocketException((int)SocketError.HostNotFound));
        IReadOnlyList<FrontendTestResult> silent = await RunAsync((_, _) => throw new SocketException((int)SocketError.TryAgain));
        IReadOnlyList<FrontendTestResult> late = await RunAsync(async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return [];
        });

        Assert.Equal((false, "NameNotFound"), (unknown[0].Passed, unknown[0].Findings[0].Code));
        Assert.Contains("Domains", unknown[0].Remedy, StringComparison.Ordinal);
        Assert.Null(silent[0].Passed);
        Assert.Null(late[0].Passed);
        Assert.Contains("within 100 ms", late[0].Reason, StringComparison.Ordinal);
        Assert.All(unknown.Concat(silent).Skip(1).Where(result => result.Test != FrontendTestKind.Dns), result => Assert.Null(result.Passed));
    }

    [Fact]
    public async Task One_address_of_several_is_enough()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Uri url = new($"http://xmrt.invalid:{port}/");

        IReadOnlyList<FrontendTestResult> results = await RunAsync(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("127.0.0.77"), IPAddress.Loopback]), url);

        Assert.Equal([FrontendTestKind.Dns, FrontendTestKind.Tcp, FrontendTestKind.Tls], results.Select(result => result.Test));
        Assert.Equal((true, true, false), (results[0].Passed, results[1].Passed, results[2].Passed));
        Assert.Equal("NotEncrypted", results[2].Findings[0].Code);
        Assert.Contains("127.0.0.77", ((List<string>)results[1].Evidence["Failures"]!)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_speak_TLS_is_told()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task answering = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        }, TestContext.Current.CancellationToken);

        IReadOnlyList<FrontendTestResult> results = await RunAsync(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), new Uri($"https://xmrt.invalid:{port}/"), TimeSpan.FromSeconds(10));
        await answering;

        Assert.Equal((false, "TlsFailed"), (results[2].Passed, results[2].Findings[0].Code));
    }

    private static Task<IReadOnlyList<FrontendTestResult>> RunAsync(
        Func<string, CancellationToken, Task<IPAddress[]>> resolve, Uri? url = null, TimeSpan? timeout = null) =>
        new ConnectionTests(new FrontendTestRequest { Url = url ?? s_site, Timeout = timeout ?? TimeSpan.FromMilliseconds(100), Resolve = resolve })
            .RunAsync(TestContext.Current.CancellationToken);
}
