using XmrtOps.Sandbox.Seeding;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Ordinary traffic of a site: pages, the chat, health probes, a few errors.</summary>
internal static class VercelTraffic
{
    private const int RowsADay = 960;
    private const int Days = 3;
    private const ulong Subject = 0x74726166666963;

    private static readonly string[] s_pages = ["/", "/", "/chat", "/agents", "/governance"];
    private static readonly string[] s_functions =
        ["/api/health", "/api/health", "/api/chat", "/api/chat", "/api/agents"];

    public static List<VercelRequestLogRow> Before(VercelProject project)
    {
        var now = project.Now;
        return [.. Make(project, RowsADay * Days, now.AddDays(-Days), now)];
    }

    public static IEnumerable<VercelRequestLogRow> Make(
        VercelProject project, int count, DateTimeOffset from, DateTimeOffset to)
    {
        var served = project.Served;
        var step = count == 0 ? TimeSpan.Zero : (to - from) / count;
        var period = 0;
        for (var index = 0; index < count; index++)
        {
            var random = new SeededRandom(project.Platform.Seed, Subject, index);
            var at = Milliseconds(from + step * index + step * random.Fraction() * 0.9);
            while (period + 1 < served.Count && served[period + 1].Since <= at) period++;
            if (served.Count == 0 || project.Find(served[period].DeploymentId) is not { } deployment) yield break;

            yield return Row(ref random, project, deployment, at);
        }
    }

    /// <summary>Times have the API's resolution, so that rows and their JSON are the same.</summary>
    public static DateTimeOffset Milliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static VercelRequestLogRow Row(
        ref SeededRandom random, VercelProject project, VercelDeployment deployment, DateTimeOffset at)
    {
        var isFunction = random.Chance(60);
        var path = random.Pick(isFunction ? s_functions : s_pages);
        // Most are quick and a few are slow, as the product of fractions is.
        var milliseconds = isFunction
            ? 35 + 900 * random.Fraction() * random.Fraction() * random.Fraction()
            : 3 + 20 * random.Fraction();
        var isFailing = isFunction && random.Below(1000) < 12;
        var isSlow = isFunction && !isFailing && random.Below(1000) < 15;
        if (isSlow) milliseconds += 2500;
        return new VercelRequestLogRow
        {
            RequestId = RequestId(ref random, at),
            Timestamp = at,
            DeploymentId = deployment.Id,
            Method = path == "/api/chat" ? "POST" : "GET",
            Path = path,
            StatusCode = isFailing ? 500 : 200,
            Environment = "production",
            Branch = deployment.Commit.Branch,
            Domain = project.Domains[0],
            Source = isFunction ? "serverless" : "static",
            Duration = TimeSpan.FromMilliseconds(milliseconds),
            Cache = isFunction ? "MISS" : "HIT",
            Level = isFailing ? "error" : isSlow ? "warning" : "info",
            Message = Message(path, isFailing, isSlow),
        };
    }

    private static string RequestId(ref SeededRandom random, DateTimeOffset at) =>
        $"{VercelIds.HostPart(ref random)}-{at.ToUnixTimeMilliseconds()}-{random.Next() & 0xffffffffffff:x12}";

    private static string? Message(string path, bool isFailing, bool isSlow) => path switch
    {
        "/api/chat" when isFailing => "Error: upstream answered 503 (edge function ai-chat)",
        "/api/agents" when isFailing => "TypeError: Cannot read properties of undefined (reading 'status')",
        "/api/health" when isFailing => "Error: connect ECONNREFUSED",
        "/api/chat" when isSlow => "slow reply of edge function ai-chat",
        "/api/chat" => "chat message answered",
        "/api/agents" => "agents listed",
        _ => null,
    };
}
