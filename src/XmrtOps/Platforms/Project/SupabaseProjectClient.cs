using System.Text;
using XmrtOps.Notices;

namespace XmrtOps.Platforms.Project;

/// <summary>The functions and metrics of one Supabase project, at its own address.</summary>
/// <param name="http">Sends to the project's own address; disposed here.</param>
/// <param name="keys">The project's keys.</param>
internal sealed class SupabaseProjectClient(PlatformHttp http, ProjectKeys keys) : IDisposable
{
    // The platform's own limit: 150 s without a response.
    private static readonly TimeSpan s_longestCall = TimeSpan.FromSeconds(70);

    /// <summary>CPU, memory, disk and connections of the project's server, in Prometheus's text form.</summary>
    /// <exception cref="Faults.XmrtException">NoServiceKey, KeyOfAnotherProject, and the conditions of the platforms.</exception>
    public async Task<string> GetMetricsAsync(INotices notices, CancellationToken cancellation)
    {
        PlatformAnswer answer = await http.SendAsync(
            PlatformRequest.Get("metrics of the project", $"customer/v1/privileged/metrics") with
            {
                Headers = [keys.Basic()],
                Accept = "text/plain",
            },
            notices,
            cancellation);
        return Encoding.UTF8.GetString(answer.Body.Span);
    }

    /// <summary>Calls an edge function; whatever it answers is the result.</summary>
    /// <param name="call">The call.</param>
    /// <param name="notices">Told what is sent.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="Faults.XmrtException">NoAnonKey, NoServiceKey, KeyOfAnotherProject, InvalidPathValue,
    /// PlatformUnreachable, PlatformTimeout, UnreadableAnswer, OutcomeUnknown.</exception>
    public async Task<FunctionAnswer> InvokeAsync(
        FunctionCall call, INotices notices, CancellationToken cancellation)
    {
        IReadOnlyList<(string, string)> headers = call.Key switch
        {
            FunctionKey.None => [],
            FunctionKey.Service => keys.Service(),
            _ => keys.Anon(),
        };
        HttpContent? content = call.JsonBody is { } body ? new StringContent(body, Encoding.UTF8, "application/json") : null;
        PlatformAnswer answer = await http.AskAsync(
            PlatformRequest.Of(call.Method, $"function '{call.Slug}'", $"functions/v1/{call.Slug}") with
            {
                Headers = headers,
                Content = content,
                Accept = "application/json, */*;q=0.5",
                TryTimeout = call.Timeout ?? s_longestCall,
            },
            notices,
            cancellation);
        return FunctionAnswer.Of(answer);
    }

    public void Dispose() => http.Dispose();
}
