using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace XmrtOps.Adapters;

/// <summary>From outside in: the limit on all of it, repetition, the breaker of the host, the limit on one try.</summary>
internal static class ResiliencePipelines
{
    public static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("XmrtOps.Request");

    public static readonly ResiliencePropertyKey<DateTimeOffset> Deadline = new("XmrtOps.Deadline");

    public static ResiliencePipeline<HttpResponseMessage> Build(ResilienceSettings settings, TimeProvider clock)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = clock };
        return builder
            .AddTimeout(Limit(ResilientRequest.TotalTimeout, settings.TotalTimeout))
            .AddRetry(Repetition(settings, clock))
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                FailureRatio = 1,
                MinimumThroughput = settings.BreakerThreshold,
                SamplingDuration = settings.BreakerWindow,
                BreakDuration = settings.BreakDuration,
                ShouldHandle = args => ValueTask.FromResult(IsHostSick(args.Outcome)),
            })
            .AddTimeout(Limit(ResilientRequest.TryTimeout, settings.TryTimeout))
            .Build();
    }

    private static TimeoutStrategyOptions Limit(HttpRequestOptionsKey<TimeSpan> key, TimeSpan usual) => new()
    {
        TimeoutGenerator = args => ValueTask.FromResult(
            ResilientRequest.Given(args.Context.Properties.GetValue(Request, null!), key, usual)),
    };

    private static RetryStrategyOptions<HttpResponseMessage> Repetition(ResilienceSettings settings, TimeProvider clock) => new()
    {
        MaxRetryAttempts = settings.MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = settings.BaseDelay,
        MaxDelay = settings.LongestWait,
        ShouldHandle = args => ValueTask.FromResult(
            ResilientRequest.MayBeRepeated(args.Context.Properties.GetValue(Request, null!))
            && IsTransient(args.Outcome)
            && Wait(args.Context, args.Outcome, clock) is var wait
            && (wait ?? TimeSpan.Zero) <= ResilientRequest.Given(
                args.Context.Properties.GetValue(Request, null!), ResilientRequest.LongestWait, settings.LongestWait)
            && clock.GetUtcNow() + (wait ?? settings.BaseDelay) < args.Context.Properties.GetValue(Deadline, default)),
        // Null: what the exponential form says. A server's own wait is never cut short; jitter keeps many clients from
        // coming back in the same moment.
        DelayGenerator = args => ValueTask.FromResult(
            Wait(args.Context, args.Outcome, clock) is { } wait ? wait + Jitter(settings) : (TimeSpan?)null),
        OnRetry = args =>
        {
            args.Outcome.Result?.Dispose();
            HttpRequestMessage request = args.Context.Properties.GetValue(Request, null!);
            if (request.Options.TryGetValue(ResilientRequest.Repeating, out Action<int, TimeSpan>? repeating))
            {
                repeating(args.AttemptNumber + 1, args.RetryDelay);
            }

            return default;
        },
    };

    private static TimeSpan? Wait(ResilienceContext context, Outcome<HttpResponseMessage> outcome, TimeProvider clock) =>
        outcome.Result is not { } response ? null
        : ServerWait.Of(response, clock.GetUtcNow()) is { } told ? told
        : (int)response.StatusCode == 429
            && context.Properties.GetValue(Request, null!).Options.TryGetValue(ResilientRequest.UntoldWait, out TimeSpan untold) ? untold
        : null;

#pragma warning disable CA5394 // Nothing depends on it that nobody may guess.
    private static TimeSpan Jitter(ResilienceSettings settings) => settings.BaseDelay * Random.Shared.NextDouble();
#pragma warning restore CA5394

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: TimeoutRejectedException } => true,
        // A certificate that is not trusted, or a body that is too large, will be so again.
        { Exception: HttpRequestException refused } => refused.HttpRequestError
            is not (HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.UserAuthenticationError),
        { Exception: IOException } => true,
        { Result: { } response } => (int)response.StatusCode is 408 or 429 or 500 or 502 or 503 or 504 or 544
            or (>= 520 and <= 524),
        _ => false,
    };

    private static bool IsHostSick(Outcome<HttpResponseMessage> outcome) =>
        IsTransient(outcome) && (int?)outcome.Result?.StatusCode is null or >= 500;
}
