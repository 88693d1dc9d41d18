namespace XmrtOps.Tests.Adapters;

/// <summary>Answers requests by a script, the last line of which is repeated; counts them.</summary>
internal sealed class ScriptedHandler(params Func<CancellationToken, Task<HttpResponseMessage>>[] script) : HttpMessageHandler
{
    public int Sent { get; private set; }

    public static Func<CancellationToken, Task<HttpResponseMessage>> Status(int status, params (string Name, string Value)[] headers) =>
        _ => Task.FromResult(Answer(status, headers));

    public static Func<CancellationToken, Task<HttpResponseMessage>> Throws(Exception exception) =>
        _ => Task.FromException<HttpResponseMessage>(exception);

    public static HttpResponseMessage Answer(int status, params (string Name, string Value)[] headers)
    {
        HttpResponseMessage answer = new((System.Net.HttpStatusCode)status) { Content = new StringContent("{}") };
        foreach ((string name, string value) in headers)
        {
            answer.Headers.TryAddWithoutValidation(name, value);
        }

        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent++;
        return script[Math.Min(Sent, script.Length) - 1](cancellationToken);
    }
}
