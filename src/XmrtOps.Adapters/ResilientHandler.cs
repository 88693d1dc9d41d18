using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace XmrtOps.Adapters;

/// <summary>
/// Sends requests within limits of time, repeats those that may be repeated, waits as long as a server asks for, and
/// leaves a host alone that fails all the time. Throws what HttpClient throws, <see cref="TimeoutException"/> and
/// <see cref="CircuitOpenException"/>. An answer of any status that is not repeated is the caller's.
/// </summary>
public sealed class ResilientHandler : DelegatingHandler
{
    private readonly ResilienceSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _pipelines =
        new(StringComparer.OrdinalIgnoreCase);

    /// <param name="inner">What sends; it must not follow redirects.</param>
    /// <param name="settings">How patient to be.</param>
    /// <param name="clock">Measures and waits.</param>
    public ResilientHandler(HttpMessageHandler inner, ResilienceSettings settings, TimeProvider clock)
        : base(inner)
    {
        _settings = settings;
        _clock = clock;
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string host = request.RequestUri?.Authority ?? "";
        ResiliencePipeline<HttpResponseMessage> pipeline = _pipelines.GetOrAdd(
            host, static (_, self) => ResiliencePipelines.Build(self._settings, self._clock), this);
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ResiliencePipelines.Request, request);
        context.Properties.Set(ResiliencePipelines.Deadline, _clock.GetUtcNow() + ResilientRequest.Given(request, ResilientRequest.TotalTimeout, _settings.TotalTimeout));
        try
        {
            return await pipeline.ExecuteAsync(
                static (execution, state) => state.Self.TryAsync(state.Request, execution.CancellationToken),
                context,
                (Self: this, Request: request)).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException timeout)
        {
            throw new TimeoutException($"{host} did not answer within {timeout.Timeout.TotalSeconds:0.#} s.", timeout);
        }
        catch (BrokenCircuitException broken)
        {
            throw new CircuitOpenException(host, broken.RetryAfter);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> TryAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        int tries = request.Options.TryGetValue(ResilientRequest.Tries, out int before) ? before : 0;
        request.Options.Set(ResilientRequest.Tries, tries + 1);
        request.Options.Set(ResilientRequest.Status, 0);
        HttpResponseMessage response = await base.SendAsync(request, cancellation).ConfigureAwait(false);
        request.Options.Set(ResilientRequest.Status, (int)response.StatusCode);
        try
        {
            if (request.Options.TryGetValue(ResilientRequest.BufferUpTo, out long limit))
            {
                HttpContent content = response.Content;
                response.Content = await PooledBody.ReadAsync(content, limit, cancellation).ConfigureAwait(false);
                content.Dispose();
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }

        return response;
    }
}
