using System.Net.Http.Headers;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

/// <summary>Vercel's REST API about one project. Every method throws the conditions of the platforms.</summary>
/// <param name="http">Sends to the API; disposed here.</param>
/// <param name="dashboard">Sends to the dashboard's host, which serves the log of requests; disposed here.</param>
/// <param name="project">The project's name or identifier.</param>
/// <param name="team">The team's identifier or name in addresses; null for a personal account.</param>
internal sealed partial class VercelClient(
    PlatformHttp http, PlatformHttp dashboard, string project, string? team) : IDisposable
{
    private VercelProject? _known;

    public static Uri DefaultAddress { get; } = new("https://api.vercel.com/");

    public static Uri DashboardAddress { get; } = new("https://vercel.com/");

    /// <summary>The project's name or identifier, as the connection has it.</summary>
    public string Project => project;

    public static PlatformEndpoint Endpoint(
        Uri address, Action<HttpRequestMessage> authorize, Func<IEnumerable<string>> secrets) => new()
        {
            Name = "Vercel",
            BaseAddress = address,
            Authorize = authorize,
            Secrets = secrets,
            Explain = Explain,
            UnauthorizedRemedy = "Make a token at vercel.com/account/tokens with the team as its scope, and give it by "
                + "VERCEL_TOKEN or Connect-Xmrt -VercelToken.",
            NotFoundRemedy = "A wrong team looks the same: check -VercelTeam (its teamId, or its slug) and -VercelProject.",
        };

    /// <summary>The project as it is now.</summary>
    public async Task<VercelProject> GetProjectAsync(INotices notices, CancellationToken cancellation)
    {
        VercelProject found = await http.ReadAsync(
            PlatformRequest.Get($"project '{project}'", $"v9/projects/{project}", Scoped()),
            VercelJson.Default.VercelProject,
            notices,
            cancellation);
        _known = found;
        return found;
    }

    public void Dispose()
    {
        http.Dispose();
        dashboard.Dispose();
    }

    /// <summary>Vercel says 403 both to a token that is none and to one that may not.</summary>
    private static XmrtException? Explain(PlatformFault fault, PlatformRequest request, PlatformErrorBody body) =>
        fault.StatusCode != 403 ? null
        : body.IsInvalidToken ? Errors.Unauthorized(
            fault,
            "Make a token at vercel.com/account/tokens with the team as its scope, and give it by VERCEL_TOKEN or "
            + "Connect-Xmrt -VercelToken.")
        : body.IsSso ? Errors.Forbidden(
            fault, "the team wants a login by SSO", "Sign in to the team by SSO once more, and make a token after that.")
        : Errors.Forbidden(
            fault,
            $"the token may not do this with {request.Subject}, or is none",
            "Check the token's scope and role, and -VercelTeam (its teamId, or its slug).");

    /// <summary>The query with the team, which every call needs.</summary>
    private (string Name, string? Value)[] Scoped(params IEnumerable<(string Name, string? Value)> query) =>
    [
        .. query,
        (team?.StartsWith("team_", StringComparison.Ordinal) == true ? "teamId" : "slug", team),
    ];

    /// <summary>Identifiers that some calls want instead of names; they do not change, so they are asked for once.</summary>
    private async Task<VercelProject> IdentityAsync(INotices notices, CancellationToken cancellation) =>
        _known ?? await GetProjectAsync(notices, cancellation);
}
