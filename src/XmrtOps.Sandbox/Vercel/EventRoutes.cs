using System.Runtime.CompilerServices;
using System.Text.Json;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Vercel;

/// <summary>Build logs: whole as an array, or line by line, while the build runs.</summary>
internal static class EventRoutes
{
    private const string Lines = "application/stream+json";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    public static void Map(VercelRoutes routes)
    {
        routes.Add("GET", [2, 3], "/deployments/{deployment}/events", Events);
        routes.Add("GET", [2, 3], "/now/deployments/{deployment}/events", Events);
    }

    private static StandInResponse Events(VercelCall call)
    {
        var (project, deployment) = call.Deployment();
        var follows = call.Flag("follow");
        var isInLines = follows || call.Query("format") == "lines";
        if (follows)
        {
            return new StandInResponse
            {
                Status = 200,
                ContentType = Lines,
                Chunks = FollowAsync(call, project, deployment, CancellationToken.None),
            };
        }

        var events = Select(call, VercelBuildLog.Until(project, deployment, call.Now));
        return isInLines
            ? new StandInResponse
            {
                Status = 200,
                ContentType = Lines,
                Body = events.SelectMany(line => LineOf(deployment, line)).ToArray(),
            }
            : StandInResponse.Json(200, events.ConvertAll(line => Describe(deployment, line)));
    }

    private static List<VercelBuildEvent> Select(VercelCall call, List<VercelBuildEvent> events)
    {
        var limit = call.Number("limit") ?? -1;
        var selected = events
            .Where(line => call.Time("since") is not { } since || line.At >= since)
            .Where(line => call.Time("until") is not { } until || line.At <= until);
        var isBackward = call.Query("direction") == "backward";
        if (isBackward) selected = selected.Reverse();
        if (limit >= 0) selected = selected.Take((int)Math.Min(limit, int.MaxValue));
        return [.. selected];
    }

    // Keeps its own account of what it has sent; the state is looked at under the lock, and never while sending.
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync(
        VercelCall call, VercelProject project, VercelDeployment deployment,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var platform = call.Platform;
        var sent = 0;
        var spokenAt = platform.Now;
        while (true)
        {
            var now = platform.Now;
            List<VercelBuildEvent> events;
            bool isOver;
            lock (platform.Gate)
            {
                events = VercelBuildLog.Until(project, deployment, now);
                isOver = VercelBuildLog.IsOver(deployment, now);
            }

            foreach (var line in events.Skip(sent)) yield return LineOf(deployment, line);
            if (events.Count > sent) spokenAt = now;
            sent = events.Count;
            if (isOver) yield break;

            if (now - spokenAt >= platform.Rules.KeepAlive)
            {
                spokenAt = now;
                yield return "{}\n"u8.ToArray();
            }

            await Task.Delay(s_look, platform.Clock, cancellation).ConfigureAwait(false);
        }
    }

    private static byte[] LineOf(VercelDeployment deployment, VercelBuildEvent line) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(Describe(deployment, line)), (byte)'\n'];

    private static Dictionary<string, object?> Describe(VercelDeployment deployment, VercelBuildEvent line)
    {
        var at = DeploymentJson.Ms(line.At);
        var json = new Dictionary<string, object?>
        {
            ["created"] = at,
            ["date"] = at,
            ["deploymentId"] = deployment.Id,
            ["id"] = line.Serial,
            ["serial"] = line.Serial,
            ["type"] = line.Type,
            ["text"] = line.Text,
            ["info"] = new { type = "build", name = "bld_" + deployment.Id["dpl_".Length..][..9], entrypoint = "." },
        };
        if (line.Level is not null) json["level"] = line.Level;
        return json;
    }
}
