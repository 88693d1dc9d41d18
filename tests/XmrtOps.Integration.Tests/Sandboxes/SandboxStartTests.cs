using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class SandboxStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_at_once_are_two_servers_and_stopping_removes_every_trace()
    {
        var both = await Task.WhenAll(StartAsync(new SandboxOptions()), StartAsync(new SandboxOptions()));
        Assert.NotEqual(both[0].Port, both[1].Port);
        Assert.NotEqual(both[0].AdministratorPassword, both[1].AdministratorPassword);

        Assert.True(await SandboxHost.StopAsync(both[0].Name, Cancellation));
        Assert.True(await SandboxHost.StopAsync(both[1].Directory, Cancellation));

        foreach (var sandbox in both)
        {
            Assert.False(Directory.Exists(sandbox.Directory));
            await AssertClosedAsync(sandbox.Port);
            await AssertClosedAsync(sandbox.FrontendUrl.Port);
            Assert.DoesNotContain(SandboxHost.List(), listing => listing.Name == sandbox.Name);
            Assert.False(await SandboxHost.StopAsync(sandbox.Name, Cancellation));
            await sandbox.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_seeded_one_has_the_roles_and_rows_and_a_health_report_that_follows_the_database()
    {
        await using var sandbox = await StartAsync(new SandboxOptions(), isSeeded: true);
        (string User, string Password)[] logins =
        [
            (sandbox.UserName, sandbox.Password),
            ("authenticator", sandbox.AuthenticatorPassword),
            (sandbox.ReaderUserName, sandbox.ReaderPassword),
        ];
        foreach (var (user, password) in logins)
        {
            await using var login = SandboxLogin.As(sandbox, user, password);
            Assert.Equal(user, await SandboxLogin.ScalarAsync(login, "SELECT session_user::text", Cancellation));
        }

        await using var administrator =
            SandboxLogin.As(sandbox, sandbox.AdministratorUserName, sandbox.AdministratorPassword);
        const string rows = "SELECT count(*) FROM public.webhook_logs";
        Assert.True((long)(await SandboxLogin.ScalarAsync(administrator, rows, Cancellation))! > 10_000);
        Assert.Equal(HttpStatusCode.OK, (await HealthAsync(sandbox)).Status);

        await SandboxLogin.ScalarAsync(administrator, "ALTER ROLE postgres NOLOGIN", Cancellation);
        var (status, report) = await HealthAsync(sandbox);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("unhealthy", report.GetProperty("status").GetString());
        Assert.Contains(
            "not permitted to log in",
            report.GetProperty("checks").GetProperty("database").GetProperty("error").GetString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Removing leftovers of ended processes")]
    [InlineData("Creating the database cluster")]
    [InlineData("Starting the server")]
    [InlineData("Loading rows")]
    [InlineData("Starting the stand-ins of the platforms")]
    public async Task A_cancelled_start_leaves_nothing_behind(string step)
    {
        var name = SandboxNames.New();
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        string? directory = null;
        var progress = new SynchronousProgress(report =>
        {
            directory ??= SandboxHost.List().FirstOrDefault(listing => listing.Name == name)?.Directory;
            if (report.Step == step) cancelling.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SandboxHost.StartAsync(new SandboxOptions { Name = name }, progress, cancelling.Token));

        Assert.DoesNotContain(SandboxHost.List(), listing => listing.Name == name);
        Assert.False(Directory.Exists(directory));
        if (OperatingSystem.IsLinux() && directory is not null) Assert.Empty(ProcessesIn(directory));
    }

    [Fact]
    public async Task A_sandbox_can_be_stopped_while_it_starts()
    {
        var name = SandboxNames.New();
        Task<bool>? stopping = null;
        var progress = new SynchronousProgress(report =>
        {
            if (report.Step == "Creating the database cluster") stopping = SandboxHost.StopAsync(name, Cancellation);
        });

        var error = await Assert.ThrowsAsync<SandboxException>(
            () => SandboxHost.StartAsync(new SandboxOptions { Name = name }, progress, Cancellation));

        Assert.Equal("SandboxStopped", error.Condition);
        Assert.True(await stopping!);
        Assert.DoesNotContain(SandboxHost.List(), listing => listing.Name == name);
    }

    [Fact]
    public async Task Progress_never_falls_and_ends_at_a_hundred()
    {
        var reports = new List<SandboxProgress>();
        await using var sandbox = await StartAsync(new SandboxOptions(), new SynchronousProgress(reports.Add));
        var percents = reports.ConvertAll(report => report.PercentComplete);

        Assert.Equal(percents.Order(), percents);
        Assert.Equal(("Ready", 100), (reports[^1].Step, percents[^1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("two words")]
    [InlineData("-option")]
    [InlineData("a-name-of-sixty-four-characters-is-one-character-too-long-for-it-")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        var error = await Assert.ThrowsAsync<SandboxException>(
            () => SandboxHost.StartAsync(new SandboxOptions { Name = name }, null, Cancellation));

        Assert.Equal("SandboxNameInvalid", error.Condition);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(-1, 100)]
    [InlineData(1, 2)]
    public async Task Numbers_out_of_range_are_refused(int scale, int maxConnections)
    {
        var options = new SandboxOptions { Scale = scale, MaxConnections = maxConnections };
        var error = await Assert.ThrowsAsync<SandboxException>(
            () => SandboxHost.StartAsync(options, null, Cancellation));

        Assert.Equal("SandboxOptionInvalid", error.Condition);
    }

    [Fact]
    public async Task Binaries_that_are_not_there_are_named_with_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "initdb"), string.Empty, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "initdb.exe"), string.Empty, Cancellation);
        var error = await Assert.ThrowsAsync<SandboxException>(
            () => StartAsync(new SandboxOptions { PostgresBin = folder.Path }));

        Assert.Equal("PostgresNotFound", error.Condition);
        Assert.Contains("no postgres, no pg_ctl", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binaries_that_are_not_PostgreSQL_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripts stand in for the binaries.");
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["initdb", "postgres", "pg_ctl"])
        {
            var path = Path.Combine(folder.Path, name);
            await File.WriteAllTextAsync(path, "#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.24'\n", Cancellation);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        var error = await Assert.ThrowsAsync<SandboxException>(
            () => StartAsync(new SandboxOptions { PostgresBin = folder.Path }));

        Assert.Equal("PostgresNotFound", error.Condition);
        Assert.Contains("older than 13", error.Message, StringComparison.Ordinal);
    }

    private static Task<RunningSandbox> StartAsync(
        SandboxOptions options, IProgress<SandboxProgress>? progress = null, bool isSeeded = false)
    {
        var named = options with { Name = SandboxNames.New(), Seeded = isSeeded };
        return SandboxHost.StartAsync(named, progress, Cancellation);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Report)> HealthAsync(RunningSandbox sandbox)
    {
        using var client = new HttpClient { BaseAddress = sandbox.FrontendUrl };
        using var response = await client.GetAsync("/api/health", Cancellation);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    private static async Task AssertClosedAsync(int port)
    {
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            async () => await client.ConnectAsync(IPAddress.Loopback, port, Cancellation));
    }

    private static IEnumerable<string> ProcessesIn(string directory) => Directory.EnumerateDirectories("/proc")
        .Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]))
        .Where(path => LinkOf(path + "/cwd")?.StartsWith(directory, StringComparison.Ordinal) == true);

    private static string? LinkOf(string path)
    {
        try
        {
            return new DirectoryInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
