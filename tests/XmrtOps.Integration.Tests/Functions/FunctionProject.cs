using System.Security;
using System.Text;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>A Supabase project of one test's own: functions, secrets, an empty log, and a folder with its source.</summary>
internal sealed class FunctionProject : IAsyncDisposable
{
    private readonly PlatformLog _log;
    private readonly TemporaryFolder _folder = new();

    private FunctionProject(PlatformLog log)
    {
        _log = log;
        Platform = new SupabasePlatform(new SandboxIdentity(DateTimeOffset.UtcNow));
        Platform.Limiter.IsEnabled = false;
        LogRoutes.Map(Platform, log);
    }

    public SupabasePlatform Platform { get; }

    public FaultPlan Faults => Platform.Api.Faults;

    public string Folder => _folder.Path;

    public static async Task<FunctionProject> StartAsync(SandboxServer server)
    {
        PlatformLog log = server.Sandbox.StandIns.OpenLog($"functions_{Guid.NewGuid():N}");
        await log.CreateAsync(TestContext.Current.CancellationToken);
        return new FunctionProject(log);
    }

    /// <summary>A line of the gateway's about a call.</summary>
    public void Called(string function, int status, double milliseconds, string executionId = "e") => _log.Write(new PlatformLogEntry(
        Guid.NewGuid(),
        DateTimeOffset.UtcNow.AddMinutes(-5),
        "function_edge_logs",
        $"POST | {status}",
        "",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["function_id"] = EdgeFunction.IdOf(function).ToString(),
            ["response.status_code"] = FormattableString.Invariant($"{status}"),
            ["execution_time_ms"] = FormattableString.Invariant($"{milliseconds}"),
            ["execution_id"] = executionId,
        }));

    /// <summary>A line that the function's worker wrote.</summary>
    public void Wrote(string function, string message) => _log.Write(new PlatformLogEntry(
        Guid.NewGuid(),
        DateTimeOffset.UtcNow.AddMinutes(-5),
        "function_logs",
        message,
        "",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["function_id"] = EdgeFunction.IdOf(function).ToString() }));

    /// <summary>A file of the project's folder.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The source of a function that needs nothing from elsewhere.</summary>
    /// <returns>Its folder.</returns>
    public string WriteFunction(string name, string source = "Deno.serve(() => new Response(\"fine\"));\n") =>
        Path.GetDirectoryName(Write($"supabase/functions/{name}/index.ts", source))!;

    /// <summary>A console that is connected to the project.</summary>
    public PwshSession Connect(string culture = "", int width = 80, string more = "")
    {
        PwshSession session = new(width, culture);
        session.Set("token", Secure(Platform.Identity.SupabaseToken));
        session.Set("anon", Secure(Platform.Identity.AnonKey));
        session.Set("api", Platform.Api.BaseAddress);
        session.Set("address", Platform.Address.BaseAddress);
        session.Set("project", Platform.Identity.ProjectRef);
        session.Set("folder", Folder);
        session.Run("$null = Connect-Xmrt -Name p -SupabaseApiUrl $api -SupabaseUrl $address -ProjectRef $project "
            + "-SupabaseToken $token -AnonKey $anon " + more).Succeeded();
        return session;
    }

    public string SourceOf(string function, int file = 0) =>
        Encoding.UTF8.GetString(Platform.Functions.Find(function)!.Files[file].Content.Span);

    public async ValueTask DisposeAsync()
    {
        await Platform.DisposeAsync();
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    private static SecureString Secure(string text)
    {
        SecureString secure = new();
        foreach (char c in text)
        {
            secure.AppendChar(c);
        }

        return secure;
    }
}
