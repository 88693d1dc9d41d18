using System.Collections;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.RateLimits;

/// <summary>Tells whom a rate limit would have blocked, from the requests that were recorded (runbook, chapter 4).</summary>
[Cmdlet(VerbsDiagnostic.Measure, "XmrtRateLimitPolicy")]
[OutputType(typeof(RateLimitPolicyResult))]
[OutputType(typeof(RateLimitedIdentifier))]
public sealed class MeasureXmrtRateLimitPolicyCommand : DatabaseReadCmdlet<object>
{
    /// <summary>Requests allowed in a window, per identifier and endpoint; several are measured side by side.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1L, long.MaxValue)]
    public long[] MaximumRequests { get; set; } = [100];

    /// <summary>Length of a window, in whole seconds; several are measured side by side.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [TimeTransformation(TakesMany = true)]
    public TimeArgument[] Window { get; set; } = [TimeArgument.From("1m")];

    /// <summary>How it counts: in fixed windows, or in one that slides; both are measured side by side.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public RateLimitAlgorithm[] Algorithm { get; set; } = [RateLimitAlgorithm.FixedWindow];

    /// <summary>Endpoints with a limit of their own, to the letter: @{ '/api/mining-proxy' = 1000 }.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public IDictionary EndpointLimit { get; set; } = new Hashtable();

    /// <summary>Who is never limited, to the letter.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string[] ExemptIdentifier { get; set; } = [];

    /// <summary>What the policy is called in the result.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Replays only requests of these identifiers.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Identifier { get; set; }

    /// <summary>Replays only requests to these endpoints.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Endpoint { get; set; }

    /// <summary>Replays requests from this time on, or from that long ago; a day if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument Since { get; set; } = TimeArgument.From("1d");

    /// <summary>Replays requests before this time, or that long ago; until now if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Until { get; set; }

    /// <summary>Lists all that would have been blocked instead of summing them up.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    internal override IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation)
    {
        DateTimeOffset now = DateTimeOffset.Now;
        ReplayQuery query = new()
        {
            Policies = PolicyArguments.Read(Name, MaximumRequests, Window, Algorithm, EndpointLimit, ExemptIdentifier),
            Since = Since.Instant(now),
            Until = Until?.Instant(now),
            Identifier = Wildcard.Parse(nameof(Identifier), Identifier),
            Endpoint = Wildcard.Parse(nameof(Endpoint), Endpoint),
            IsDetailed = Detail,
        };
        return PolicyReplay.ReadAsync(connection, query, notices, cancellation);
    }
}
