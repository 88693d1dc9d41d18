using System.Text.RegularExpressions;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// The routes of the Management API with what is checked before each of them: the rate limit, the token's scope, the
/// project and its state, the organisation.
/// </summary>
internal sealed partial class ManagementEndpoints(SupabasePlatform platform)
{
    private const string ProjectPrefix = "/v1/projects/{ref}";

    public void Map(string method, string pattern, string scope, Func<StandInRequest, StandInResponse> handler) =>
        Map(method, pattern, scope, (request, _) => Task.FromResult(handler(request)));

    /// <summary>Adds a route that needs a scope (empty for none) of a project that is up.</summary>
    public void Map(string method, string pattern, string scope, StandInHandler handler) =>
        Add(method, pattern, scope, handler, worksWhilePaused: false, isSlow: false);

    /// <summary>Adds a route that answers for a paused project, too.</summary>
    public void MapAlways(string method, string pattern, string scope, Func<StandInRequest, StandInResponse> handler) =>
        Add(method, pattern, scope, (request, _) => Task.FromResult(handler(request)), worksWhilePaused: true, isSlow: false);

    /// <inheritdoc cref="MapAlways(string, string, string, Func{StandInRequest, StandInResponse})"/>
    public void MapAlways(string method, string pattern, string scope, StandInHandler handler) =>
        Add(method, pattern, scope, handler, worksWhilePaused: true, isSlow: false);

    /// <summary>Adds a route of logs or usage, whose rate limit is the lower one.</summary>
    public void MapSlow(string method, string pattern, string scope, StandInHandler handler) =>
        Add(method, pattern, scope, handler, worksWhilePaused: false, isSlow: true);

    private void Add(
        string method, string pattern, string scope, StandInHandler handler, bool worksWhilePaused, bool isSlow) =>
        platform.Api.Map(method, pattern, async (request, cancellation) =>
        {
            var token = platform.Tokens.Find(request.BearerToken)!;
            var state = platform.Limiter.Take(
                $"{token.User} {method} {pattern} {request.Values.GetValueOrDefault("ref")}", isSlow);
            try
            {
                if (state.IsExceeded) throw new RefusalException(429, "ThrottlerException: Too Many Requests");
                if (!token.Allows(scope)) throw new RefusalException(403, "Forbidden resource");
                if (pattern.StartsWith(ProjectPrefix, StringComparison.Ordinal))
                {
                    CheckProject(request.Values["ref"], worksWhilePaused);
                }

                return state.Stamp(await handler(request, cancellation).ConfigureAwait(false));
            }
            catch (RefusalException refusal)
            {
                return state.Stamp(StandInResponse.Json(refusal.Status, new { message = refusal.Message }));
            }
        });

    private void CheckProject(string reference, bool worksWhilePaused)
    {
        if (!ReferencePattern().IsMatch(reference)) throw new RefusalException(400, "ref: Invalid project ref");
        if (reference != platform.Project.Ref) throw new RefusalException(404, "Project not found");

        var status = platform.Project.Status;
        if (status == ProjectStatus.Removed) throw new RefusalException(400, "Resource has been removed");
        if (platform.Organization.IsRestricted)
        {
            throw new RefusalException(402, "The organization is restricted for exceeding its usage limits");
        }

        if (!worksWhilePaused && !ProjectStatus.IsUp(status))
        {
            throw new RefusalException(
                platform.Project.PausedStatusCode,
                status == ProjectStatus.Inactive ? "Project is paused" : $"Project is not active: {status}");
        }
    }

    [GeneratedRegex(@"\A[a-z]{20}\z", RegexOptions.None, 1000)]
    private static partial Regex ReferencePattern();
}
