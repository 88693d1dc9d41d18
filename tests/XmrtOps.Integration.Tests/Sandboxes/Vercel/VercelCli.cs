using System.Diagnostics;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Sandboxes.Vercel;

/// <summary>
/// Vercel's own command line, of the version that XMRTOPS_TEST_VERCEL_CLI names by the path of its vc.js, in a home and
/// a working folder of its own, against a stand-in of its own. Telemetry is off.
/// </summary>
internal sealed class VercelCli : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly string _script;

    private VercelCli(string script)
    {
        _script = script;
        Identity = new SandboxIdentity(DateTimeOffset.UtcNow);
        Platform = new VercelPlatform(Identity);
        Api = Platform.ServeApi();
        Directory.CreateDirectory(Path.Combine(_folder.Path, "work"));
    }

    public SandboxIdentity Identity { get; }

    public VercelPlatform Platform { get; }

    public VercelProject Project => Platform.Project;

    public HttpStandIn Api { get; }

    /// <summary>The production deployment before the current one.</summary>
    public VercelDeployment Previous => Project.Deployments
        .First(deployment => deployment.ServedSince is not null && deployment.Id != Project.Production!.Id);

    /// <summary>Skips the test where there is no such command line.</summary>
    public static VercelCli Open()
    {
        var script = Environment.GetEnvironmentVariable("XMRTOPS_TEST_VERCEL_CLI");
        Assert.SkipUnless(File.Exists(script), "XMRTOPS_TEST_VERCEL_CLI names no vc.js of Vercel's command line.");
        return new VercelCli(script);
    }

    /// <summary>Writes a file of the folder that it works in.</summary>
    public void Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, "work", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs it to its end, without a terminal.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunAsAsync(Identity.VercelToken, arguments);

    /// <summary>Runs it with another token.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsAsync(string token, params string[] arguments)
    {
        using var process = Process.Start(Describe(token, arguments))!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Until it has asked for a path that ends so.</summary>
    public async Task AskedAsync(string pathEnd)
    {
        while (!Api.Journal.Requests.Any(request => request.Path.EndsWith(pathEnd, StringComparison.Ordinal)))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        _folder.Dispose();
    }

    private ProcessStartInfo Describe(string token, string[] arguments) => new(
        "node",
        [
            _script, .. arguments, "--api", Api.BaseAddress.ToString().TrimEnd('/'), "--token", token,
            "--global-config", Path.Combine(_folder.Path, "config"),
        ])
    {
        WorkingDirectory = Path.Combine(_folder.Path, "work"),
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["HOME"] = _folder.Path,
            ["XDG_CACHE_HOME"] = Path.Combine(_folder.Path, "cache"),
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder.Path, "xdg"),
            ["XDG_DATA_HOME"] = Path.Combine(_folder.Path, "data"),
            ["VERCEL_TELEMETRY_DISABLED"] = "1",
            ["DO_NOT_TRACK"] = "1",
            ["NO_UPDATE_NOTIFIER"] = "1",
            ["NO_COLOR"] = "1",
            ["CI"] = "1",
            ["VERCEL_ORG_ID"] = Identity.VercelTeamId,
            ["VERCEL_PROJECT_ID"] = Identity.VercelProjectId,
        },
    };
}
