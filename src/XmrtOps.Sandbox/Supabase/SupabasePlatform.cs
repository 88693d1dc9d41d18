using System.Text.Json.Nodes;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase.Rest;

namespace XmrtOps.Sandbox.Supabase;

/// <summary>
/// Supabase as one project sees it: the Management API and the project's own address, two servers with one state. What
/// scenarios change here, both of them show.
/// </summary>
public sealed class SupabasePlatform : IAsyncDisposable
{
    private long _requests;

    /// <param name="identity">The project's names, tokens and keys.</param>
    /// <param name="connectionString">
    /// The project's database, for the role postgres, as Npgsql reads it; null for a platform whose database is down.
    /// </param>
    /// <param name="clock">What its states and time limits go by; the system's for null.</param>
    /// <param name="restConnectionString">The same database for the role authenticator, whom the REST service logs in as.</param>
    public SupabasePlatform(
        SandboxIdentity identity,
        string? connectionString = null,
        TimeProvider? clock = null,
        string? restConnectionString = null)
    {
        ArgumentNullException.ThrowIfNull(identity);
        Identity = identity;
        Clock = clock ?? TimeProvider.System;
        var now = Clock.GetUtcNow();
        var createdAt = now.AddDays(-400);
        Database = new ProjectDatabase(connectionString);
        Tokens = new ManagementTokens(identity.SupabaseToken);
        Limiter = new RequestLimiter(Clock);
        Api = new HttpStandIn(new SupabaseDialect(Tokens, Limiter));
        Address = new HttpStandIn(new ProjectDialect(this));
        Project = new SupabaseProject(identity.ProjectRef, createdAt, Services, Clock);
        Functions = new EdgeFunctions(Organization, FunctionSeeds.All(now), Clock);
        Secrets = new FunctionSecrets(identity, Address.BaseAddress, now, Clock);
        ApiKeys = new ApiKeys(identity, createdAt, Clock);
        SigningKeys = new SigningKeys(identity, createdAt, Clock);
        Sessions = new AuthSessions(this);
        AuthLimits = new AuthRateLimits(AuthConfig, Clock);
        Network = new NetworkAccess(Clock);
        Machine = new ProjectMachine(Clock);
        Backups = new ProjectBackups(Clock);
        ReadOnlyMode = new ReadOnlyMode(Clock);
        RestConfig = new SettingsDocument(new JsonObject
        {
            ["db_schema"] = "public, graphql_public",
            ["max_rows"] = 1000,
            ["db_extra_search_path"] = "public, extensions",
            ["db_pool"] = null,
            ["jwt_secret"] = identity.JwtSecret,
        });
        Rest = new RestService(this, restConnectionString);
        MapApi();
        RestRoutes.Map(this);
        FunctionGateway.Map(this);
        AuthRoutes.Map(this);
        MetricsRoutes.Map(this);
    }

    /// <summary>The project's names, tokens and keys.</summary>
    public SandboxIdentity Identity { get; }

    /// <summary>The Management API.</summary>
    public HttpStandIn Api { get; }

    /// <summary>The project's own address: functions, Auth, REST, metrics.</summary>
    public HttpStandIn Address { get; }

    /// <summary>Whom the Management API lets in, and to what.</summary>
    public ManagementTokens Tokens { get; }

    /// <summary>The Management API's rate limit.</summary>
    public RequestLimiter Limiter { get; }

    /// <summary>The organisation and its plan.</summary>
    public SupabaseOrganization Organization { get; } = new();

    /// <summary>The project's life: pause, restore, remove.</summary>
    public SupabaseProject Project { get; }

    /// <summary>Health of the project's services.</summary>
    public ServiceStates Services { get; } = new();

    /// <summary>The edge functions.</summary>
    public EdgeFunctions Functions { get; }

    /// <summary>The functions' secrets.</summary>
    public FunctionSecrets Secrets { get; }

    /// <summary>The API keys.</summary>
    public ApiKeys ApiKeys { get; }

    /// <summary>The signing keys of tokens.</summary>
    public SigningKeys SigningKeys { get; }

    /// <summary>Bans, restrictions and TLS of the database's ports.</summary>
    public NetworkAccess Network { get; }

    /// <summary>The backups.</summary>
    public ProjectBackups Backups { get; }

    /// <summary>The mode of a full disk.</summary>
    public ReadOnlyMode ReadOnlyMode { get; }

    /// <summary>The machine: compute size, disk, load.</summary>
    public ProjectMachine Machine { get; }

    /// <summary>Settings of Auth, such as jwt_exp.</summary>
    public SettingsDocument AuthConfig { get; } = new(AuthConfigRoutes.Defaults());

    /// <summary>Settings of the REST service.</summary>
    public SettingsDocument RestConfig { get; }

    /// <summary>The REST service.</summary>
    public RestService Rest { get; }

    /// <summary>Settings of the pooler.</summary>
    public SettingsDocument PoolerConfig { get; } = new(DatabaseConfigRoutes.PoolerDefaults());

    /// <summary>Settings of PostgreSQL that were changed by way of the API.</summary>
    public SettingsDocument PostgresConfig { get; } = new([]);

    /// <summary>Whether the migration endpoints are closed to personal tokens, as the API's description has it.</summary>
    public bool MigrationsAreForPartnersOnly { get; set; } = true;

    /// <summary>After how long the API gives up on a statement, which goes on all the same.</summary>
    public TimeSpan QueryTimeout
    {
        get => Database.QueryTimeout;
        set => Database.QueryTimeout = value;
    }

    internal TimeProvider Clock { get; }

    /// <summary>Users who are signed in.</summary>
    internal AuthSessions Sessions { get; }

    /// <summary>What Auth has let through of late.</summary>
    internal AuthRateLimits AuthLimits { get; }

    internal ProjectDatabase Database { get; }

    /// <summary>Where calls are logged.</summary>
    internal IPlatformLog Log { get; set; } = new SilentPlatformLog();

    /// <summary>How many requests the project's own address has had.</summary>
    internal long Requests => Interlocked.Read(ref _requests);

    /// <summary>Closes both servers.</summary>
    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync().ConfigureAwait(false);
        await Address.DisposeAsync().ConfigureAwait(false);
        await Rest.DisposeAsync().ConfigureAwait(false);
        await Database.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whether the gateway takes this key.</summary>
    internal bool Takes(string key) => ApiKeys.OfValue(key) is { } known
        && (!known.IsLegacy || (ApiKeys.AreLegacyEnabled && SigningKeys.IsLegacyTrusted));

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    private void MapApi()
    {
        var endpoints = new ManagementEndpoints(this);
        ProjectRoutes.Map(endpoints, this);
        FunctionRoutes.Map(endpoints, Functions);
        SecretRoutes.Map(endpoints, Secrets);
        ApiKeyRoutes.Map(endpoints, ApiKeys);
        AuthConfigRoutes.Map(endpoints, this);
        QueryRoutes.Map(endpoints, this);
        MigrationRoutes.Map(endpoints, this);
        BackupRoutes.Map(endpoints, this);
        DatabaseConfigRoutes.Map(endpoints, this);
        NetworkRoutes.Map(endpoints, this);
        BillingRoutes.Map(endpoints, this);
        UsageRoutes.Map(endpoints, this);
        AdvisorRoutes.Map(endpoints, this);
    }
}
