using System.Globalization;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>
/// Connects the API's paths with the state, under one lock, with the rules that hold for all of them.
/// </summary>
internal sealed class VercelRoutes
{
    private readonly HttpStandIn _standIn;
    private readonly VercelPlatform _platform;

    private VercelRoutes(HttpStandIn standIn, VercelPlatform platform)
    {
        _standIn = standIn;
        _platform = platform;
    }

    public static void Map(HttpStandIn standIn, VercelPlatform platform)
    {
        var routes = new VercelRoutes(standIn, platform);
        AccountRoutes.Map(routes);
        ProjectRoutes.Map(routes);
        EnvironmentRoutes.Map(routes);
        DeploymentRoutes.Map(routes);
        UploadRoutes.Map(routes);
        AliasRoutes.Map(routes);
        EventRoutes.Map(routes);
        RuntimeLogRoutes.Map(routes);
        ObservabilityRoutes.Map(routes);
        FirewallRoutes.Map(routes);
    }

    /// <summary>Adds a path under each of these versions of the API; 0 stands for none.</summary>
    public void Add(string method, int[] versions, string path, Func<VercelCall, StandInResponse> handler)
    {
        foreach (var version in versions)
        {
            var prefix = version == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"/v{version}");
            _standIn.Map(method, prefix + path, (request, _) => Task.FromResult(Answer(request, handler)));
        }
    }

    private StandInResponse Answer(StandInRequest request, Func<VercelCall, StandInResponse> handler)
    {
        var token = _platform.FindToken(request.BearerToken);
        var (allowed, remaining, endsAt) = _platform.RateLimiter.Take(token?.Value ?? string.Empty);
        var response = allowed ? Run(new VercelCall(_platform, request, token), handler) : TooMany(endsAt);
        return response
            .With("X-RateLimit-Limit", Text(_platform.RateLimiter.Limit))
            .With("X-RateLimit-Remaining", Text(remaining))
            .With("X-RateLimit-Reset", Text(CeilingSeconds(endsAt)));
    }

    private StandInResponse Run(VercelCall call, Func<VercelCall, StandInResponse> handler)
    {
        try
        {
            lock (_platform.Gate)
            {
                _platform.Settle();
                call.CheckTeam();
                return handler(call);
            }
        }
        catch (VercelRefusedException refusal)
        {
            return VercelDialect.Reply(refusal);
        }
    }

    private StandInResponse TooMany(DateTimeOffset endsAt)
    {
        var refusal = new VercelRefusedException(429, "rate_limited", "Rate limit exceeded");
        refusal.Details["limit"] = new
        {
            remaining = 0,
            reset = CeilingSeconds(endsAt),
            resetMs = endsAt.ToUnixTimeMilliseconds(),
            total = _platform.RateLimiter.Limit,
        };
        var reply = VercelDialect.Reply(refusal);
        var wait = (long)Math.Ceiling((endsAt - _platform.Now).TotalSeconds);
        return _platform.RateLimiter.SaysRetryAfter ? reply.With("Retry-After", Text(Math.Max(1, wait))) : reply;
    }

    private static long CeilingSeconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() + 999) / 1000;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
