using System.Globalization;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Metrics, computed from what the site served; only for teams that pay for them.</summary>
internal static class ObservabilityRoutes
{
    public static void Map(VercelRoutes routes)
    {
        routes.Add("POST", [2], "/observability/query", Query);
        routes.Add("GET", [2], "/observability/schema", call =>
            Paid(call, () => StandInResponse.Json(200, VercelMetric.All.Select(Describe).ToArray())));
        routes.Add("GET", [2], "/observability/schema/{metric}", call => Paid(call, () =>
            StandInResponse.Json(200, new[] { Describe(VercelMetric.Find(call.Value("metric"))) })));
    }

    private static StandInResponse Paid(VercelCall call, Func<StandInResponse> answer) =>
        call.Platform.Plan == VercelPlan.ProWithObservability
            ? answer()
            : throw new VercelRefusedException(
                402, "PAYMENT_REQUIRED", "Observability Plus is required to query metrics");

    private static StandInResponse Query(VercelCall call) => Paid(call, () =>
    {
        var body = call.Body();
        var metric = VercelMetric.Find(VercelCall.Text(body, "metric"));
        var aggregation = VercelCall.Text(body, "aggregation") ?? metric.Aggregations[0];
        if (!metric.Aggregations.Contains(aggregation)) throw Unknown("aggregation", metric.Aggregations);

        var (from, to) = (Time(body, "startTime"), Time(body, "endTime"));
        if (to <= from)
            throw VercelRefusedException.BadRequest("Invalid request: `endTime` should be after `startTime`.");

        var step = Granularity(body, to - from);
        var groups = Groups(body);
        var filter = VercelMetricFilter.Parse(VercelCall.Text(body, "filter"));
        var rows = Projects(call, body)
            .SelectMany(project => project.Requests.Between(from, to))
            .Where(row => metric.Covers(row) && filter(row))
            .ToList();
        var name = $"{metric.Id}_{aggregation}".Replace('.', '_').Replace('/', '_');
        return StandInResponse.Json(200, new
        {
            data = Points(rows, aggregation, name, groups, from, to, step).ToArray(),
            summary = Grouped(rows, groups)
                .Select(group => Point(name, VercelMetric.Roll(aggregation, group.Rows, to - from), group.Dimensions))
                .ToArray(),
            statistics = new { rowsRead = rows.Count, elapsed = 0.01 },
        });
    });

    private static IEnumerable<Dictionary<string, object?>> Points(
        List<VercelRequestLogRow> rows, string aggregation, string name, string[] groups,
        DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        var series = Grouped(rows, groups).ToList();
        var first = new DateTimeOffset(from.Ticks - from.Ticks % step.Ticks, TimeSpan.Zero);
        foreach (var (dimensions, own) in series)
        {
            var buckets = own.ToLookup(row => (row.Timestamp - first).Ticks / step.Ticks);
            for (var index = 0L; first + step * index < to; index++)
            {
                // Where nothing was measured there is no number; a count of nothing is one.
                var point = Point(name, VercelMetric.Roll(aggregation, [.. buckets[index]], step), dimensions);
                point["timestamp"] = (first + step * index).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
                yield return point;
            }
        }
    }

    private static Dictionary<string, object?> Point(string name, double? value, Dictionary<string, string> dimensions)
    {
        var point = new Dictionary<string, object?> { [name] = value };
        foreach (var (dimension, text) in dimensions) point[dimension] = text;
        return point;
    }

    private static IEnumerable<(Dictionary<string, string> Dimensions, List<VercelRequestLogRow> Rows)> Grouped(
        List<VercelRequestLogRow> rows, string[] groups) => groups.Length == 0
            ? [([], rows)]
            : rows
                .GroupBy(row => string.Join('\n', groups.Select(group => VercelMetricFilter.Dimension(row, group))))
                .OrderByDescending(group => group.Count())
                .Select(group => (
                    groups.ToDictionary(name => name, name => VercelMetricFilter.Dimension(group.First(), name)),
                    group.ToList()));

    private static IEnumerable<VercelProject> Projects(VercelCall call, JsonElement body)
    {
        if (!body.TryGetProperty("scope", out var scope) || scope.ValueKind != JsonValueKind.Object)
            throw VercelRefusedException.BadRequest("Invalid request: missing required property `scope`.");
        if (VercelCall.Text(scope, "ownerId") != call.Platform.Identity.VercelTeamId || !call.IsInTeam)
            throw VercelRefusedException.Forbidden("Not authorized");
        if (VercelCall.Text(scope, "type") == "owner") return call.Platform.Projects;
        if (!scope.TryGetProperty("projectIds", out var ids) || ids.ValueKind != JsonValueKind.Array)
            throw VercelRefusedException.BadRequest("Invalid request: missing required property `projectIds`.");

        return ids.EnumerateArray().Select(id => call.Platform.FindProject(id.ToString())
            ?? throw VercelRefusedException.NotFound("Project", id.ToString()));
    }

    private static string[] Groups(JsonElement body)
    {
        if (!body.TryGetProperty("groupBy", out var groups) || groups.ValueKind != JsonValueKind.Array) return [];

        string[] names = [.. groups.EnumerateArray().Select(name => name.ToString())];
        return names.All(VercelMetricFilter.Dimensions.Contains)
            ? names
            : throw Unknown("groupBy", VercelMetricFilter.Dimensions);
    }

    private static DateTimeOffset Time(JsonElement body, string name) =>
        DateTimeOffset.TryParse(
            VercelCall.Text(body, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw VercelRefusedException.BadRequest($"Invalid request: `{name}` should be a date.");

    private static TimeSpan Granularity(JsonElement body, TimeSpan range)
    {
        var least = range <= TimeSpan.FromHours(1) ? TimeSpan.FromMinutes(1)
            : range <= TimeSpan.FromHours(12) ? TimeSpan.FromMinutes(5)
            : range <= TimeSpan.FromDays(3) ? TimeSpan.FromHours(1)
            : range <= TimeSpan.FromDays(30) ? TimeSpan.FromHours(4)
            : TimeSpan.FromDays(1);
        if (!body.TryGetProperty("granularity", out var step) || step.ValueKind != JsonValueKind.Object) return least;

        var wanted = Of("minutes", TimeSpan.FromMinutes(1)) ?? Of("hours", TimeSpan.FromHours(1))
            ?? Of("days", TimeSpan.FromDays(1)) ?? TimeSpan.Zero;
        return wanted >= least
            ? wanted
            : throw VercelRefusedException.BadRequest(
                $"Invalid request: `granularity` is too fine for this range; at least {least}.");

        TimeSpan? Of(string name, TimeSpan unit) =>
            step.TryGetProperty(name, out var count) && count.TryGetInt32(out var number) && number is > 0 and < 10_000
                ? unit * number
                : null;
    }

    private static object Describe(VercelMetric metric) => new
    {
        id = metric.Id,
        description = metric.Description,
        dimensions = VercelMetricFilter.Dimensions.Select(name => new { name, label = name }).ToArray(),
        unit = metric.Unit,
        aggregations = metric.Aggregations,
        defaultAggregation = metric.Aggregations[0],
    };

    private static VercelRefusedException Unknown(string name, IReadOnlyList<string> allowed)
    {
        var refusal = VercelRefusedException.BadRequest(
            $"Invalid request: `{name}` should be equal to one of the allowed values.");
        refusal.Details["allowedValues"] = allowed;
        return refusal;
    }
}
