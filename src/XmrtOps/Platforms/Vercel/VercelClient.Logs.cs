using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

// What builds and running deployments say, and measurements.
internal sealed partial class VercelClient
{
    private static readonly byte[] s_lineEnd = [(byte)'\n'];

    /// <summary>The log of a build, oldest first, as far as it has come.</summary>
    public async Task<IReadOnlyList<VercelBuildEvent>> GetBuildLogAsync(
        string deploymentId, INotices notices, CancellationToken cancellation)
    {
        PlatformRequest request = PlatformRequest.Get(
            Deployment(deploymentId), $"v3/deployments/{deploymentId}/events", Scoped(
                ("direction", "forward"), ("follow", "0"), ("limit", "-1"), ("builds", "1")));
        return await http.ReadAsync(request, BuildLogOf, notices, cancellation);
    }

    /// <summary>The log of a build as it comes, from its beginning, until the build ends.</summary>
    public async IAsyncEnumerable<VercelBuildEvent> FollowBuildLogAsync(
        string deploymentId, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        PlatformRequest request = PlatformRequest.Get(
            Deployment(deploymentId), $"v3/deployments/{deploymentId}/events", Scoped(
                ("direction", "forward"), ("follow", "1"), ("format", "lines"), ("limit", "-1"))) with
        { Accept = "application/stream+json, application/json" };
        await foreach (VercelBuildEvent said in http.ObjectsAsync(
            request, VercelJson.Default.VercelBuildEvent, notices, cancellation))
        {
            // Lines without a moment keep the connection alive.
            if (said.Created is not null)
            {
                yield return said;
            }
        }
    }

    /// <summary>What a running deployment says from now on, until the platform ends it (minutes).</summary>
    public async IAsyncEnumerable<VercelRuntimeLog> FollowRuntimeLogAsync(
        string deploymentId, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string id = (await IdentityAsync(notices, cancellation)).Id ?? project;
        PlatformRequest request = PlatformRequest.Get(
            Deployment(deploymentId),
            $"v1/projects/{id}/deployments/{deploymentId}/runtime-logs",
            Scoped(("format", "lines"))) with
        { Accept = "application/stream+json" };
        await foreach (VercelRuntimeLog said in http.ObjectsAsync(
            request, VercelJson.Default.VercelRuntimeLog, notices, cancellation))
        {
            if (said.IsLimitReached)
            {
                yield break;
            }

            yield return said;
        }
    }

    /// <summary>Requests of the past, newest first; of a day where the query does not say. An interface of the dashboard's
    /// that is not documented: it may go away.</summary>
    public async IAsyncEnumerable<VercelRequestLog> ListRequestsAsync(
        VercelLogQuery query, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        VercelProject identity = await IdentityAsync(notices, cancellation);
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int page = 0; page < MostPages; page++)
        {
            VercelRequestLogPage found = await dashboard.ReadAsync(
                PlatformRequest.Get("log of requests", $"api/logs/request-logs", Scoped(
                    ("projectId", identity.Id ?? project),
                    ("ownerId", identity.AccountId),
                    ("page", PlatformRequest.Text(page)),
                    ("startDate", PlatformRequest.Milliseconds(query.Since)),
                    ("endDate", PlatformRequest.Milliseconds(query.Until)),
                    ("deploymentId", query.DeploymentId),
                    ("environment", query.Environment),
                    ("level", query.Level),
                    ("statusCode", query.StatusCode),
                    ("source", query.Source),
                    ("search", query.Search),
                    ("requestId", query.RequestId),
                    ("branch", query.Branch))) with
                { WaitsOutLimits = true },
                VercelJson.Default.VercelRequestLogPage,
                notices,
                cancellation);
            foreach (VercelRequestLog row in found.Rows ?? [])
            {
                // New requests move the older ones to the next page.
                if (row.RequestId is null || seen.Add($"{row.RequestId} {row.Timestamp:o} {row.RequestPath}"))
                {
                    yield return row;
                }
            }

            if (found.HasMoreRows != true || found.Rows is null or { Count: 0 })
            {
                yield break;
            }
        }
    }

    /// <summary>Measurements of the project, such as the 95th percentile of a function's duration.</summary>
    /// <exception cref="Faults.XmrtException">PlanLacksFeature without Observability Plus, and the platforms' others.</exception>
    public async Task<VercelMetricAnswer> QueryMetricAsync(
        VercelMetricQuery query, INotices notices, CancellationToken cancellation)
    {
        VercelProject identity = await IdentityAsync(notices, cancellation);
        VercelMetricQuery scoped = query with
        {
            Scope = new VercelMetricQuery.MetricScope
            {
                Type = "project",
                OwnerId = identity.AccountId ?? "",
                ProjectIds = [identity.Id ?? project],
            },
        };
        return await http.ReadAsync(
            PlatformRequest.Of(HttpMethod.Post, $"metric '{query.Metric}'", $"v2/observability/query", Scoped())
                .With(scoped, VercelJson.Default.VercelMetricQuery) with
            { OnlyReads = true },
            VercelJson.Default.VercelMetricAnswer,
            notices,
            cancellation);
    }

    /// <summary>A list, or an event a line.</summary>
    private static IReadOnlyList<VercelBuildEvent> BuildLogOf(PlatformAnswer answer)
    {
        ReadOnlySpan<byte> body = answer.Body.Span.TrimStart(" \t\r\n"u8);
        if (body.StartsWith("["u8))
        {
            return JsonSerializer.Deserialize(body, VercelJson.Default.IReadOnlyListVercelBuildEvent) ?? [];
        }

        List<VercelBuildEvent> events = [];
        foreach (Range line in body.Split(s_lineEnd))
        {
            ReadOnlySpan<byte> text = body[line].Trim(" \t\r"u8);
            if (text.Length > 0
                && JsonSerializer.Deserialize(text, VercelJson.Default.VercelBuildEvent) is { Created: not null } said)
            {
                events.Add(said);
            }
        }

        return events;
    }
}
