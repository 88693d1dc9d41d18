using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Platforms;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Tests.Platforms;

/// <summary>A connection to stand-ins whose routes and faults the test sets, with a client that loses no time.</summary>
internal sealed class Platform : IAsyncDisposable
{
    public const string RequestId = "fra1::request-1";

    private static readonly ResilienceSettings s_hasty = new()
    {
        TryTimeout = TimeSpan.FromSeconds(20),
        BaseDelay = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromSeconds(2),
        BreakerThreshold = 1000,
    };

    public Platform(ResilienceSettings? settings = null)
    {
        Connection = new XmrtConnection("test", database: null)
        {
            ProjectRef = Identity.ProjectRef,
            VercelProject = Identity.VercelProjectName,
            VercelTeam = Identity.VercelTeamSlug,
            VercelApiUrl = Api.BaseAddress,
            SupabaseApiUrl = Api.BaseAddress,
            SupabaseUrl = Api.BaseAddress,
            VercelToken = Identity.VercelToken.Conceal(),
            SupabaseToken = Identity.SupabaseToken.Conceal(),
            ServiceKey = Identity.ServiceRoleKey.Conceal(),
            AnonKey = Identity.AnonKey.Conceal(),
            PlatformHandler = () => PlatformClients.CreateHandler(settings ?? s_hasty),
        };
    }

    public SandboxIdentity Identity { get; } = new(DateTimeOffset.UtcNow);

    /// <summary>Plays all of them.</summary>
    public HttpStandIn Api { get; } = new(new Stamping());

    public XmrtConnection Connection { get; }

    public StillNotices Notices { get; } = new();

    public IReadOnlyList<StandInRequest> Requests => Api.Journal.Requests;

    public static ResilienceSettings Hasty => s_hasty;

    /// <summary>Answers a route with JSON as it stands.</summary>
    public void Answer(string method, string path, string json, int status = 200) =>
        Map(method, path, _ => StandInResponse.Text(status, "application/json; charset=utf-8", json));

    public void Map(string method, string path, Func<StandInRequest, StandInResponse> answer) =>
        Api.Map(method, path, (request, _) => Task.FromResult(answer(request)));

    public async ValueTask DisposeAsync()
    {
        await Connection.CloseAsync();
        await Api.DisposeAsync();
    }

    private sealed class Stamping : StandInDialect
    {
        public override StandInResponse Stamp(StandInResponse response) => response.With("x-vercel-id", RequestId);
    }
}
