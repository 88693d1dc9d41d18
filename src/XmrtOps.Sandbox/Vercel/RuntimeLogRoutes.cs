using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>What the site served: live, line by line, and of the days before, page by page.</summary>
internal static class RuntimeLogRoutes
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_usualRange = TimeSpan.FromDays(1);

    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [1], "/projects/{project}/deployments/{deployment}/runtime-logs", Live);
        routes.Add("GET", [0], "/api/logs/request-logs", History);
    }

    private static StandInResponse Live(VercelCall call)
    {
        var project = call.Project();
        var (_, deployment) = call.Deployment();
        return new StandInResponse
        {
            Status = 200,
            ContentType = "application/stream+json",
            Chunks = LiveAsync(call, project, deployment, CancellationToken.None),
        };
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LiveAsync(
        VercelCall call, VercelProject project, VercelDeployment deployment,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var platform = call.Platform;
        var endsAt = call.Now + platform.Rules.RuntimeLogLimit;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // No line between the rows: an empty one makes Vercel's command line open the stream anew, again and again.
        // A last look when the time is up: what came in the meantime belongs to it.
        for (var isOver = false; !isOver;)
        {
            var now = platform.Now;
            isOver = now >= endsAt;
            foreach (var row in project.Requests.Between(call.Now, now))
            {
                if (row.DeploymentId != deployment.Id || !seen.Add(row.RequestId)) continue;
                yield return LineOf(Describe(row));
            }

            if (!isOver) await Task.Delay(s_look, platform.Clock, cancellation).ConfigureAwait(false);
        }

        yield return LineOf(new
        {
            rowId = string.Empty,
            level = "error",
            source = "delimiter",
            message = "Exceeded query duration limit",
            timestampInMs = DeploymentJson.Ms(platform.Now),
        });
        // The client hangs up when it has read that; Vercel's command line never ends if it is hung up on first.
        await Task.Delay(platform.Rules.RuntimeLogLinger, platform.Clock, cancellation).ConfigureAwait(false);
    }

    private static byte[] LineOf(object value) => [.. JsonSerializer.SerializeToUtf8Bytes(value), (byte)'\n'];

    private static object Describe(VercelRequestLogRow row) => new
    {
        rowId = row.RequestId,
        level = row.Level,
        message = row.Message ?? string.Empty,
        messageTruncated = false,
        source = row.Source == "static" ? "request" : row.Source,
        timestampInMs = DeploymentJson.Ms(row.Timestamp),
        domain = row.Domain,
        requestMethod = row.Method,
        requestPath = row.Path,
        responseStatusCode = row.StatusCode,
    };

    private static StandInResponse History(VercelCall call)
    {
        var id = call.Query("projectId")
            ?? throw VercelRefusedException.BadRequest("Invalid request: missing `projectId`.");
        var project = call.IsInTeam && call.Platform.FindProject(id) is { } found
            ? found
            : throw VercelRefusedException.NotFound("Project", id);
        if (call.Query("ownerId") is { } owner && owner != call.Platform.Identity.VercelTeamId)
            throw VercelRefusedException.Forbidden("Not authorized");

        var to = call.Time("endDate") ?? call.Now;
        var from = call.Time("startDate") ?? to - s_usualRange;
        var size = call.Platform.Rules.RequestLogPageSize;
        var skipped = (call.Number("page") ?? 0) * size;
        var rows = RequestLogFilter.Apply(call, project.Requests.Between(from, to))
            .Reverse()
            .Skip((int)Math.Clamp(skipped, 0, int.MaxValue))
            .Take(size + 1)
            .ToList();
        return StandInResponse.Json(200, new
        {
            rows = rows.Take(size).Select(Row).ToArray(),
            hasMoreRows = rows.Count > size,
        });
    }

    private static object Row(VercelRequestLogRow row) => new
    {
        requestId = row.RequestId,
        timestamp = row.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        deploymentId = row.DeploymentId,
        requestMethod = row.Method,
        requestPath = row.Path,
        statusCode = row.StatusCode,
        environment = row.Environment,
        branch = row.Branch,
        cache = row.Cache,
        traceId = (string?)null,
        domain = row.Domain,
        requestDurationMs = Math.Round(row.Duration.TotalMilliseconds),
        logs = row.Message is null ? []
            : new[] { new { level = row.Level, message = row.Message, messageTruncated = false } },
        events = new[] { new { source = row.Source } },
    };
}
