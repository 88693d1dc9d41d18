using System.Runtime.CompilerServices;
using System.Text.Json;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Vercel;

/// <summary>The log of requests, and the live log of a deployment.</summary>
internal sealed partial class VercelClient
{
    /// <summary>A page of the log of requests. The endpoint is the dashboard's own, and not documented.</summary>
    /// <param name="from">First instant.</param>
    /// <param name="until">The end.</param>
    /// <param name="page">Number of the page, from 0.</param>
    /// <param name="status">A status or class of them such as 5xx; null for all.</param>
    /// <param name="text">A part of what was written; null for all.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="XmrtException">The conditions of the platforms.</exception>
    public async Task<RequestLogPage> GetRequestLogsAsync(
        DateTimeOffset from,
        DateTimeOffset until,
        int page,
        string? status,
        string? text,
        INotices notices,
        CancellationToken cancellation)
    {
        VercelProject known = await IdentityAsync(notices, cancellation);
        PlatformRequest request = PlatformRequest.Get(
            $"log of project '{project}'",
            $"api/logs/request-logs",
            Scoped(
                ("projectId", known.Id ?? project),
                ("ownerId", known.AccountId),
                ("page", PlatformRequest.Text(page)),
                ("startDate", PlatformRequest.Milliseconds(from)),
                ("endDate", PlatformRequest.Milliseconds(until)),
                ("statusCode", status),
                ("search", text)));
        return await dashboard.ReadAsync(request, VercelJson.Default.RequestLogPage, notices, cancellation);
    }

    /// <summary>The lines of the production deployment as they are written, until the platform ends the stream.</summary>
    /// <exception cref="XmrtException">The conditions of the platforms; NotFound where nothing is in production.</exception>
    public async IAsyncEnumerable<RuntimeLogLine> GetRuntimeLogsAsync(
        INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        VercelProject known = await GetProjectAsync(notices, cancellation);
        string deployment = known.Targets?.Production?.Id ?? throw Errors.NoProductionDeployment(project);
        PlatformRequest request = PlatformRequest.Get(
            $"live log of deployment '{deployment}'",
            $"v1/projects/{known.Id ?? project}/deployments/{deployment}/runtime-logs",
            Scoped(("format", "lines"))) with { Accept = "application/stream+json" };
        await foreach (string line in http.LinesAsync(request, notices, cancellation))
        {
            if (Read(line) is not { } read)
            {
                continue;
            }

            if (read.Source == "delimiter")
            {
                yield break;
            }

            yield return read;
        }
    }

    // A line that breaks off is the end of a stream that was cut, and no reason to give up the others.
    private static RuntimeLogLine? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, VercelJson.Default.RuntimeLogLine);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
