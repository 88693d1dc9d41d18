using System.Net;
using System.Net.Http.Headers;
using System.Security;
using XmrtOps.Adapters;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Platforms.Project;
using XmrtOps.Platforms.Supabase;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Platforms;

/// <summary>The platforms' clients of one connection, each made when it is first asked for, all on one handler.</summary>
internal sealed class PlatformClients : IDisposable
{
    private readonly XmrtConnection _connection;
    private readonly HttpMessageHandler _handler;
    private readonly Lazy<VercelClient> _vercel;
    private readonly Lazy<SupabaseClient> _supabase;
    private readonly Lazy<SupabaseAuthClient> _auth;
    private readonly Lazy<SupabaseProjectClient> _project;

    public PlatformClients(XmrtConnection connection)
    {
        _connection = connection;
        _handler = connection.PlatformHandler?.Invoke() ?? CreateHandler(new ResilienceSettings());
        _vercel = new Lazy<VercelClient>(CreateVercel);
        _supabase = new Lazy<SupabaseClient>(CreateSupabase);
        _auth = new Lazy<SupabaseAuthClient>(() => new SupabaseAuthClient(OfProject("Supabase Auth"), Keys));
        _project = new Lazy<SupabaseProjectClient>(() => new SupabaseProjectClient(OfProject("Supabase project"), Keys));
    }

    /// <exception cref="XmrtException">NoVercelToken, NoVercelProject.</exception>
    public VercelClient Vercel => _vercel.Value;

    /// <exception cref="XmrtException">NoSupabaseToken, NoProjectRef.</exception>
    public SupabaseClient Supabase => _supabase.Value;

    /// <exception cref="XmrtException">NoSupabaseUrl.</exception>
    public SupabaseAuthClient Auth => _auth.Value;

    /// <exception cref="XmrtException">NoSupabaseUrl.</exception>
    public SupabaseProjectClient Project => _project.Value;

    private ProjectKeys Keys => new(_connection);

    /// <summary>What sends in earnest. Redirects are not followed: a token would go along to wherever they point.</summary>
    public static HttpMessageHandler CreateHandler(ResilienceSettings settings, TimeProvider? clock = null) =>
        new ResilientHandler(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 8,
            },
            settings,
            clock ?? TimeProvider.System);

    public void Dispose()
    {
        foreach (IDisposable client in Made())
        {
            client.Dispose();
        }

        _handler.Dispose();
    }

    private IEnumerable<IDisposable> Made()
    {
        if (_vercel.IsValueCreated)
        {
            yield return _vercel.Value;
        }

        if (_supabase.IsValueCreated)
        {
            yield return _supabase.Value;
        }

        if (_auth.IsValueCreated)
        {
            yield return _auth.Value;
        }

        if (_project.IsValueCreated)
        {
            yield return _project.Value;
        }
    }

    private VercelClient CreateVercel()
    {
        SecureString token = _connection.VercelToken ?? throw Errors.NoVercelToken(_connection.Name);
        string project = _connection.VercelProject ?? throw Errors.NoVercelProject(_connection.Name);
        Uri api = _connection.VercelApiUrl ?? VercelClient.DefaultAddress;
        // The log of requests is served by the dashboard's host; a stand-in serves all from one.
        Uri logs = api == VercelClient.DefaultAddress ? VercelClient.DashboardAddress : api;
        return new VercelClient(
            Http(VercelClient.Endpoint(api, Bearer(token), Revealed(token))),
            Http(VercelClient.Endpoint(logs, Bearer(token), Revealed(token))),
            project,
            _connection.VercelTeam);
    }

    private SupabaseClient CreateSupabase()
    {
        SecureString token = _connection.SupabaseToken ?? throw Errors.NoSupabaseToken(_connection.Name);
        string reference = _connection.ProjectRef ?? throw Errors.NoProjectRef(_connection.Name);
        Uri api = _connection.SupabaseApiUrl ?? SupabaseClient.DefaultAddress;
        return new SupabaseClient(Http(SupabaseClient.Endpoint(api, Bearer(token), Revealed(token))), reference);
    }

    private PlatformHttp OfProject(string name) => Http(new PlatformEndpoint
    {
        Name = name,
        BaseAddress = _connection.SupabaseUrl ?? throw Errors.NoSupabaseUrl(_connection.Name),
        // Each call says which key it needs: see ProjectKeys.
        Authorize = _ => { },
        Secrets = Revealed(_connection.ServiceKey, _connection.AnonKey),
        Explain = ProjectAnswers.Explain,
        UnauthorizedRemedy = "Compare the key with the dashboard's (Settings, API keys): Connect-Xmrt takes -ServiceKey and "
            + "-AnonKey. Legacy keys may have been disabled.",
        NotFoundRemedy = "Check the name, and -ProjectRef or -SupabaseUrl.",
    });

    private PlatformHttp Http(PlatformEndpoint endpoint) => new(endpoint, _handler, TimeProvider.System);

    private static Action<HttpRequestMessage> Bearer(SecureString token) =>
        message => message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());

    private static Func<IEnumerable<string>> Revealed(params IEnumerable<SecureString?> secrets) =>
        () => secrets.Where(s => s is not null).Select(s => s!.Reveal());
}
