using System.Globalization;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Logs;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.Frontend;

/// <summary>Reads the log of a build, at once or as it comes, and finds the line that says why the build failed.</summary>
internal sealed class DeploymentLogReader(XmrtConnection connection, INotices notices)
{
    // A log that is followed may break off; so often in a row without a new line between is enough.
    private const int MostBreaks = 5;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly List<DeploymentLogLine> _lines = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public async IAsyncEnumerable<DeploymentLogLine> ReadAsync(
        DeploymentLogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Deployment deployment = await FindAsync(request.Id, cancellation);
        bool isBuilding = !deployment.IsOver && deployment.State != DeploymentState.Ready;
        if (request.Follow && isBuilding)
        {
            await foreach (DeploymentLogLine line in FollowAsync(deployment, request.Tail, cancellation))
            {
                yield return line;
            }

            yield break;
        }

        foreach (VercelBuildEvent said in await connection.Vercel.GetBuildLogAsync(deployment.Id, notices, cancellation))
        {
            Add(deployment.Id, said);
        }

        int? failure = deployment.State == DeploymentState.Error ? BuildFailure.Find(_lines) : null;
        Summarize(deployment, failure);
        int first = request.Tail is { } tail ? Math.Max(_lines.Count - tail, 0) : 0;
        for (int i = first; i < _lines.Count; i++)
        {
            yield return i == failure ? _lines[i] with { IsFailure = true } : _lines[i];
        }
    }

    private async IAsyncEnumerable<DeploymentLogLine> FollowAsync(
        Deployment deployment, int? tail, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // What was written before is there at once; only its end is wanted with -Tail.
        foreach (VercelBuildEvent said in await connection.Vercel.GetBuildLogAsync(deployment.Id, notices, cancellation))
        {
            Add(deployment.Id, said);
        }

        foreach (DeploymentLogLine line in _lines.Skip(tail is { } last ? Math.Max(_lines.Count - last, 0) : 0).ToArray())
        {
            yield return line;
        }

        int breaks = 0;
        Deployment now = deployment;
        while (!now.IsOver && now.State != DeploymentState.Ready)
        {
            await foreach (DeploymentLogLine line in NewLinesAsync(deployment.Id, cancellation))
            {
                breaks = 0;
                yield return line;
            }

            now = await FindAsync(deployment.Id, cancellation);
            if (!now.IsOver && now.State != DeploymentState.Ready)
            {
                if (++breaks > MostBreaks)
                {
                    notices.Warn($"The log of {deployment.Id} breaks off, and its build still runs ({now.State}).");
                    yield break;
                }

                await Task.Delay(s_pause, cancellation);
            }
        }

        int? failure = now.State == DeploymentState.Error ? BuildFailure.Find(_lines) : null;
        Summarize(now, failure);
        if (failure is { } index)
        {
            // It went by before anybody could know.
            yield return _lines[index] with { IsFailure = true };
        }
    }

    /// <summary>The lines that were not there before, until the platform ends the stream, or it breaks.</summary>
    private async IAsyncEnumerable<DeploymentLogLine> NewLinesAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IAsyncEnumerator<VercelBuildEvent> events = connection.Vercel
            .FollowBuildLogAsync(id, notices, cancellation).GetAsyncEnumerator(cancellation);
        await using (events)
        {
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (XmrtException fault) when (PassingFaults.Contains(fault))
                {
                    notices.Warn($"Still following: {fault.Message}");
                    yield break;
                }

                if (Add(id, events.Current) is { } line)
                {
                    yield return line;
                }
            }
        }
    }

    private async Task<Deployment> FindAsync(string? id, CancellationToken cancellation)
    {
        if (id is not null)
        {
            return await DeploymentReader.FindAsync(connection, id, project: null, notices, cancellation);
        }

        VercelDeploymentQuery newest = new() { Target = Deployments.Production, PageSize = 1 };
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(newest, notices, cancellation))
        {
            Deployment deployment = Deployments.Of(connection.Name, found, project: null);
            notices.Verbose($"The newest production build: {deployment}");
            return deployment;
        }

        throw Errors.NoDeployment(connection.Vercel.Project);
    }

    /// <summary>Keeps a line that has not been there.</summary>
    private DeploymentLogLine? Add(string id, VercelBuildEvent said)
    {
        // A state that was reached is no line.
        if (said.Type is "deployment-state" or "delimiter" or "metric" or "report" || (said.Text ?? said.Payload?.Text) is null)
        {
            return null;
        }

        string key = said.Serial ?? said.Id ?? string.Create(CultureInfo.InvariantCulture, $"{said.Created:o} {said.Type} {said.Line}");
        if (!_seen.Add(key))
        {
            return null;
        }

        DeploymentLogLine line = new()
        {
            Connection = connection.Name,
            DeploymentId = id,
            Number = _lines.Count + 1,
            Timestamp = said.Created,
            Level = said.Type == "fatal" ? LogLevel.Error : LogEntries.Named(said.Level),
            Type = said.Type,
            Text = SecretText.MaskIn(said.Line.TrimEnd()),
        };
        _lines.Add(line);
        return line;
    }

    private void Summarize(Deployment deployment, int? failure)
    {
        if (deployment.State == DeploymentState.Error)
        {
            string vercel = VercelsWords(deployment);
            notices.Inform(failure is { } index
                ? string.Create(
                    CultureInfo.CurrentCulture,
                    $"The build of {deployment.Id} failed{vercel}. Line {_lines[index].Number:N0} says why"
                    + $"{(BuildFailure.FileOf(_lines, index) is { } file ? $" ({file})" : "")}: {_lines[index].Text.Trim()}")
                : $"The build of {deployment.Id} failed{vercel}. No line of its log says why.");
        }
        else if (_lines.Count == 0)
        {
            notices.Inform(deployment.State == DeploymentState.Blocked
                ? $"{deployment.Id} is blocked and was not built."
                : $"The build of {deployment.Id} has written nothing ({deployment.PlatformState}).");
        }
    }

    private static string VercelsWords(Deployment deployment) => (deployment.ErrorMessage ?? deployment.ErrorCode) is not null
        ? $" ({Health.HealthWords.Join(deployment.ErrorCode ?? "", deployment.ErrorMessage ?? "")})"
        : "";
}
