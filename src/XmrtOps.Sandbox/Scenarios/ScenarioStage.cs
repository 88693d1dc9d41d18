using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Seeding;
using XmrtOps.Sandbox.Server;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>What scenarios change: the sandbox's platforms and database, and how they keep what they took away.</summary>
internal sealed class ScenarioStage(RunningSandbox sandbox)
{
    private const int CallsAtOnce = 4;

    /// <summary>What the scenario under way took away, by name, until it is put back.</summary>
    public Dictionary<string, object> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>The visitor whose complaint it is; null where no single one complains.</summary>
    public SiteVisitor? Complaining { get; private set; }

    /// <summary>Who the sandbox is at the platforms.</summary>
    public SandboxIdentity Identity => sandbox.Identity;

    public VercelProject Site => sandbox.StandIns.Vercel.Project;

    public SupabasePlatform Supabase => sandbox.StandIns.Supabase;

    /// <summary>Calls an edge function as the frontend does, so that the platform's logs tell of it.</summary>
    public Task CallFunctionAsync(string slug, int times, CancellationToken cancellation) => CallAsync(
        new Uri(sandbox.SupabaseProjectUrl, $"functions/v1/{slug}"), HttpMethod.Post, times, cancellation);

    /// <summary>Visits the site, so that its log tells of it.</summary>
    public Task VisitAsync(string path, int times, CancellationToken cancellation) =>
        CallAsync(new Uri(sandbox.FrontendUrl, path), HttpMethod.Get, times, cancellation);

    /// <summary>A visitor who complains; one of an earlier scenario is forgotten.</summary>
    /// <param name="address">Where the visitor sits.</param>
    public SiteVisitor Complain(string address) => Complaining = new SiteVisitor(sandbox, address);

    /// <summary>Has production be a build with this value of a variable that was set before it.</summary>
    public void Deploy(string variable, string value, string message, TimeSpan ago)
    {
        var wasAutomatic = Site.AutoAssignsDomains;
        Site.SetVariableEarlier(variable, value, ago + ago);
        Site.SetAutoAssign(true);
        Site.PushEarlier(message, ago);
        _ = Site.Production;
        Site.SetAutoAssign(wasAutomatic);
    }

    /// <summary>What a variable is in the build that is in production.</summary>
    public string? Deployed(string variable) => Site.Production?.Environment.GetValueOrDefault(variable);

    /// <summary>Asks the REST service as a browser does, so that the platform's logs tell of it.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="path">What is asked for, such as memory_contexts?select=id.</param>
    /// <param name="body">JSON; null for none.</param>
    /// <param name="key">The header apikey.</param>
    /// <param name="token">The token of the header Authorization.</param>
    /// <param name="times">How often.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task AskRestAsync(
        HttpMethod method, string path, string? body, string key, string token, int times, CancellationToken cancellation) =>
        CallAsync(new Uri(sandbox.SupabaseProjectUrl, $"rest/v1/{path}"), method, body, key, token, times, cancellation);

    /// <summary>A line in the platform's log of PostgreSQL.</summary>
    public void LogDatabaseError(string message, string severity, string state) => sandbox.StandIns.Log?.Write(new PlatformLogEntry(
        Guid.NewGuid(),
        DateTimeOffset.UtcNow,
        "postgres_logs",
        message,
        "ERROR",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["parsed.error_severity"] = severity,
            ["parsed.sql_state_code"] = state,
            ["identifier"] = sandbox.Identity.ProjectRef,
        }));

    /// <summary>Runs SQL as the superuser.</summary>
    /// <param name="database">The sandbox's, or another one where that is closed.</param>
    /// <param name="sql">One statement or several.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The first column of the last statement's rows.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string database, string sql, CancellationToken cancellation)
    {
        var connection = await OpenAsync(database, sandbox.AdministratorUserName, sandbox.AdministratorPassword, cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand("SET pg_stat_statements.track = 'none'; " + sql, connection);
        command.AllResultTypesAreUnknown = true;
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        var rows = new List<string>();
        do
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) rows.Add(reader.GetString(0));
        }
        while (await reader.NextResultAsync(cancellation).ConfigureAwait(false));

        return rows;
    }

    /// <summary>Sends a statement as the application does, so that the statistics count it among the application's.</summary>
    public async Task AskAsApplicationAsync(
        string sql, IReadOnlyList<object[]> calls, CancellationToken cancellation)
    {
        var connection = await OpenAsync(sandbox.Database, "authenticator", sandbox.AuthenticatorPassword, cancellation).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await AdminSession.ExecuteAsync(connection, "SET ROLE service_role", cancellation).ConfigureAwait(false);
        foreach (var values in calls)
        {
            using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) continue;
            }
        }
    }

    /// <summary>Ends all sessions of the database and lets nobody in again.</summary>
    public Task CloseDatabaseAsync(CancellationToken cancellation) => RunAsync(
        "template1",
        $"ALTER DATABASE {sandbox.Database} ALLOW_CONNECTIONS false; "
        + $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{sandbox.Database}'",
        cancellation);

    /// <summary>Lets everybody in again.</summary>
    public Task OpenDatabaseAsync(CancellationToken cancellation) =>
        RunAsync("template1", $"ALTER DATABASE {sandbox.Database} ALLOW_CONNECTIONS true", cancellation);

    /// <summary>Whether the database takes connections.</summary>
    public async Task<bool> IsDatabaseOpenAsync(CancellationToken cancellation)
    {
        var rows = await RunAsync(
            "template1", $"SELECT datallowconn FROM pg_database WHERE datname = '{sandbox.Database}'", cancellation).ConfigureAwait(false);
        return rows is ["t"];
    }

    private Task CallAsync(Uri address, HttpMethod method, int times, CancellationToken cancellation) => CallAsync(
        address, method, body: null, sandbox.Identity.AnonKey, sandbox.Identity.AnonKey, times, cancellation);

    private static async Task CallAsync(
        Uri address, HttpMethod method, string? body, string key, string token, int times, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("apikey", key);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, times),
            new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation },
            async (_, cancelled) =>
            {
                using var request = new HttpRequestMessage(method, address);
                if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                using var response = await client.SendAsync(request, cancelled).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private async Task<NpgsqlConnection> OpenAsync(
        string database, string user, string password, CancellationToken cancellation)
    {
        var source = ServiceSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = sandbox.Host,
            Port = sandbox.Port,
            Database = database,
            Username = user,
            Password = password,
            Pooling = false,
            ApplicationName = user == sandbox.AdministratorUserName ? AdminSession.Name : "PostgREST",
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        });
        return await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
    }
}
