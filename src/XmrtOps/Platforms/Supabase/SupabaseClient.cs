using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Supabase's management API about one project. Every method throws the conditions of the platforms.</summary>
/// <param name="http">Sends to the API; disposed here.</param>
/// <param name="reference">The project's reference: 20 letters.</param>
internal sealed partial class SupabaseClient(PlatformHttp http, string reference) : IDisposable
{
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
            NotFoundRemedy = "Check -ProjectRef; a token of another account sees other projects.",
        };

    /// <summary>The project: name, region, status, version.</summary>
    public Task<SupabaseProject> GetProjectAsync(INotices notices, CancellationToken cancellation) => http.ReadAsync(
        PlatformRequest.Get($"project '{reference}'", $"v1/projects/{reference}"),
        SupabaseJson.Default.SupabaseProject,
        notices,
        cancellation);

    public void Dispose() => http.Dispose();

    private static XmrtException? Explain(PlatformFault fault, PlatformRequest request, PlatformErrorBody body) =>
        fault.StatusCode == 400 && body.Message?.Contains("has been removed", StringComparison.OrdinalIgnoreCase) == true
            ? Errors.ProjectRemoved(fault)
            : null;
}
