using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Supabase's management API about one project. Every method throws the conditions of the platforms.</summary>
/// <param name="http">Sends to the API; disposed here.</param>
/// <param name="reference">The project's reference: 20 letters.</param>
internal sealed partial class SupabaseClient(PlatformHttp http, string reference) : IDisposable
{
    /// <summary>Services whose health can be asked for.</summary>
    public static IReadOnlyList<string> Services { get; } =
        ["auth", "db", "db_postgres_user", "pooler", "realtime", "rest", "storage", "pg_bouncer"];

    public static Uri DefaultAddress { get; } = new("https://api.supabase.com/");

    /// <summary>The project's reference.</summary>
    public string Reference => reference;

    public static PlatformEndpoint Endpoint(
        Uri address, Action<HttpRequestMessage> authorize, Func<IEnumerable<string>> secrets) => new()
        {
            Name = "Supabase",
            BaseAddress = address,
            Authorize = authorize,
            Secrets = secrets,
            Explain = Explain,
            UnauthorizedRemedy = "Make a token at supabase.com/dashboard/account/tokens and give it by SUPABASE_ACCESS_TOKEN "
                + "or Connect-Xmrt -SupabaseToken; a fine-grained one needs the scope of what is asked.",
            NotFoundRemedy = "Check the name and -ProjectRef; a token of another account sees other projects.",
        };

    /// <summary>All projects that the token sees.</summary>
    public Task<IReadOnlyList<SupabaseProject>> GetProjectsAsync(INotices notices, CancellationToken cancellation) =>
        http.ReadAsync(
            PlatformRequest.Get("list of projects", $"v1/projects"),
            SupabaseJson.Default.IReadOnlyListSupabaseProject,
            notices,
            cancellation);

    /// <summary>The project: name, region, status, version. Answers also when the project is paused.</summary>
    public Task<SupabaseProject> GetProjectAsync(INotices notices, CancellationToken cancellation) =>
        http.ReadAsync(ProjectRequest(), SupabaseJson.Default.SupabaseProject, notices, cancellation);

    /// <summary>The organisation that pays for the project.</summary>
    /// <param name="slug">Its name in addresses.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<SupabaseOrganization> GetOrganizationAsync(
        string slug, INotices notices, CancellationToken cancellation) => http.ReadAsync(
            PlatformRequest.Get("organisation of the project", $"v1/organizations/{slug}"),
            SupabaseJson.Default.SupabaseOrganization,
            notices,
            cancellation);

    /// <summary>How the services are.</summary>
    /// <param name="services">Which, of <see cref="Services"/>; all where it is empty.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task<IReadOnlyList<SupabaseServiceHealth>> GetHealthAsync(
        IReadOnlyCollection<string> services, INotices notices, CancellationToken cancellation) => ReadAsync(
            PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}/health",
            [.. (services.Count > 0 ? services : Services).Select(s => ("services", (string?)s))]),
            SupabaseJson.Default.IReadOnlyListSupabaseServiceHealth,
            notices,
            cancellation);

    public void Dispose() => http.Dispose();

    private static XmrtException? Explain(PlatformFault fault, PlatformRequest request, PlatformErrorBody body) =>
        fault.StatusCode == 400 && body.Message?.Contains("has been removed", StringComparison.OrdinalIgnoreCase) == true
            ? Errors.ProjectRemoved(fault)
            : null;

    private PlatformRequest ProjectRequest() => PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}");

    /// <summary>Asks about the project, and finds out why where that fails.</summary>
    private Task<T> ReadAsync<T>(
        PlatformRequest request, JsonTypeInfo<T> type, INotices notices, CancellationToken cancellation) =>
        ExplainedAsync(() => http.ReadAsync(request, type, notices, cancellation), notices, cancellation);

    private Task<PlatformAnswer> SendAsync(PlatformRequest request, INotices notices, CancellationToken cancellation) =>
        ExplainedAsync(() => http.SendAsync(request, notices, cancellation), notices, cancellation);

    /// <summary>Of a paused project everything fails, each thing in its own way; only the project itself says so.</summary>
    private async Task<T> ExplainedAsync<T>(
        Func<Task<T>> ask, INotices notices, CancellationToken cancellation)
    {
        try
        {
            return await ask();
        }
        catch (XmrtException refused) when (refused is
        {
            ErrorId: "PlatformRefused" or "NotFound" or "PlatformUnavailable" or "PlatformTimeout" or "PlatformConflict",
            Platform: { StatusCode: not null } fault,
        })
        {
            switch (await StatusAsync(notices, cancellation))
            {
                case "INACTIVE" or "PAUSING":
                    throw Errors.ProjectPaused(fault);
                case "REMOVED" or "GOING_DOWN":
                    throw Errors.ProjectRemoved(fault);
                default:
                    throw;
            }
        }
    }

    private async Task<string?> StatusAsync(INotices notices, CancellationToken cancellation)
    {
        try
        {
            PlatformAnswer answer = await http.AskAsync(ProjectRequest(), notices, cancellation);
            return answer.IsSuccess ? PlatformJson.Read(answer, SupabaseJson.Default.SupabaseProject).Status : null;
        }
        catch (Exception exception) when (exception is XmrtException or JsonException)
        {
            return null;
        }
    }
}
