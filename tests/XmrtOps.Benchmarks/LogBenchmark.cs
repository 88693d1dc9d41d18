using System.Globalization;
using System.Net.Http.Headers;
using System.Security;
using System.Text.Json;
using XmrtOps.Sandbox;
using XmrtOps.Sandbox.Logs;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Testing;

namespace XmrtOps.Benchmarks;

/// <summary>A hundred thousand lines of a log through the cmdlet, against a bare client and JSON reader.</summary>
internal sealed class LogBenchmark(RunningSandbox sandbox) : Benchmark
{
    private const int Lines = 100_000;
    private const double GrowthLimitMiB = 64;

    private readonly SupabasePlatform _platform = new(sandbox.Identity);
    private readonly PlatformLog _log = sandbox.StandIns.OpenLog("bench");
    private readonly HttpClient _client = new();
    private PwshSession? _session;
    private double _growthMiB;

    public override string Name => "log";

    protected override int Rounds => 9;

    protected override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"Get-XmrtLog Api -All | Out-Null, 100,000 lines / a bare HttpClient and JSON reader; working set grows {_growthMiB:0} MiB");

    protected override async Task PrepareAsync()
    {
        await _log.CreateAsync(CancellationToken.None);
        _platform.Limiter.IsEnabled = false;
        LogRoutes.Map(_platform, _log);
        DateTimeOffset first = DateTimeOffset.UtcNow.AddMinutes(-50);
        for (int i = 0; i < Lines; i++)
        {
            _log.Write(new PlatformLogEntry(
                Guid.NewGuid(), first.AddMilliseconds(i * 25), "edge_logs", $"GET | 200 | /rest/v1/conversation_messages?{i}", "",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["request.method"] = "GET",
                    ["request.path"] = "/rest/v1/conversation_messages",
                    ["response.status_code"] = "200",
                    ["response.origin_time"] = "12",
                    ["identifier"] = "sandbox",
                }));
        }

        await _log.SettleAsync(CancellationToken.None);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.Identity.SupabaseToken);
        _session = new PwshSession();
        SecureString token = new();
        foreach (char c in sandbox.Identity.SupabaseToken)
        {
            token.AppendChar(c);
        }

        _session.Set("token", token);
        _session.Set("api", _platform.Api.BaseAddress);
        _session.Set("project", sandbox.Identity.ProjectRef);
        _session.Run("$null = Connect-Xmrt -Name logs -SupabaseApiUrl $api -ProjectRef $project -SupabaseToken $token").Succeeded();
    }

    public override async ValueTask DisposeAsync()
    {
        _session?.Dispose();
        _client.Dispose();
        await _platform.DisposeAsync();
        await _log.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task OursAsync()
    {
        long before = Environment.WorkingSet;
        _session!.Run("Get-XmrtLog Api -Since 1h -All | Out-Null").Succeeded();
        _growthMiB = Math.Max(_growthMiB, (Environment.WorkingSet - before) / 1048576d);
        return Task.CompletedTask;
    }

    protected override async Task TheirsAsync()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string range = string.Create(
            CultureInfo.InvariantCulture,
            $"iso_timestamp_start={now.AddHours(-1).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&iso_timestamp_end={now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        string after = "";
        int read = 0;
        while (true)
        {
            string sql = "select id, timestamp, source, event_message, log_attributes from logs where source in ('edge_logs')"
                + after + " order by timestamp desc, toString(id) desc limit 1000";
            byte[] body = await _client.GetByteArrayAsync(new Uri(
                _platform.Api.BaseAddress,
                $"v1/projects/{sandbox.Identity.ProjectRef}/analytics/endpoints/logs?sql={Uri.EscapeDataString(sql)}&{range}"));
            (int rows, string id, string timestamp) = Read(body);
            read += rows;
            if (rows < 1000)
            {
                break;
            }

            string time = $"toDateTime64('{timestamp.Replace('T', ' ')}', 6, 'UTC')";
            after = $" and timestamp <= {time} and (timestamp < {time} or toString(id) < '{id}')";
        }

        if (read != Lines)
        {
            throw new InvalidOperationException($"{read} lines were read.");
        }
    }

    protected override Measurement Judge(Measurement measured) => measured with
    {
        Description = Description,
        Limit = "<= 1.5, < 64 MiB",
        IsMet = measured.Ratio <= 1.5 && _growthMiB < GrowthLimitMiB,
    };

    /// <summary>Reads every value of every row, and keeps the last row's key.</summary>
    private static (int Rows, string Id, string Timestamp) Read(byte[] body)
    {
        Utf8JsonReader reader = new(body);
        int rows = 0;
        string property = "", id = "", timestamp = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    property = reader.GetString()!;
                    rows += property == "id" ? 1 : 0;
                    break;
                case JsonTokenType.String:
                    string value = reader.GetString()!;
                    id = property == "id" ? value : id;
                    timestamp = property == "timestamp" ? value : timestamp;
                    break;
            }
        }

        return (rows, id, timestamp);
    }
}
