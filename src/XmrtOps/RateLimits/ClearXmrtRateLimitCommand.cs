using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.RateLimits;

/// <summary>Resets rate limit counters (runbook, chapter 4, "whitelist"): the next request counts again.</summary>
[Cmdlet(
    VerbsCommon.Clear,
    "XmrtRateLimit",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = "Name")]
[OutputType(typeof(RateLimitReset))]
public sealed class ClearXmrtRateLimitCommand : DatabaseChangeCmdlet
{
    private readonly RateLimitCollector _shown = new();

    /// <summary>Windows as Get-XmrtRateLimit shows them: exactly these are cleared.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Input")]
    public RateLimit[] InputObject { get; set; } = [];

    /// <summary>Identifiers, to the letter: a * means the character.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [ValidateNotNullOrEmpty]
    public string[]? Identifier { get; set; }

    /// <summary>An endpoint, to the letter.</summary>
    [Parameter(ParameterSetName = "Name")]
    [ValidateNotNullOrEmpty]
    public string? Endpoint { get; set; }

    /// <summary>Only windows that start before this time, or that long ago; at least an hour.</summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "All")]
    [TimeTransformation]
    public TimeArgument? Before { get; set; }

    /// <summary>The counters of everybody.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    private DateTimeOffset? BeforeAt => Before?.Instant(DateTimeOffset.Now);

    private protected override void Begin()
    {
        if (ParameterSetName == "Name" && Identifier is null && Endpoint is null && Before is null)
        {
            throw Errors.NothingSelected("-Identifier, -Endpoint, -Before, -All, or records of Get-XmrtRateLimit");
        }

        if (BeforeAt > DateTimeOffset.Now - TimeSpan.FromHours(1))
        {
            throw Errors.AgeTooShort(nameof(Before), Before!.ToString());
        }
    }

    private protected override void Process()
    {
        if (ParameterSetName == "Input")
        {
            // Windows of one identifier are cleared, and asked about, together.
            foreach (RateLimit shown in InputObject)
            {
                _shown.Add(Connection, shown);
            }

            return;
        }

        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (string? identifier in Identifier ?? new string?[] { null })
            {
                Clear(connection, new RateLimitSelection { Identifier = identifier, Endpoint = Endpoint, Before = BeforeAt });
            }
        }
    }

    private protected override void End()
    {
        foreach ((XmrtConnection[]? connections, RateLimitSelection selection) in _shown.Selections)
        {
            Connection = connections;
            foreach (XmrtConnection connection in ResolveConnections())
            {
                Clear(connection, selection);
            }
        }
    }

    private void Clear(XmrtConnection connection, RateLimitSelection selection) => Guarded(connection, () =>
    {
        RateLimitTally preview = Await((notices, cancellation) =>
            RateLimitEraser.PreviewAsync(connection, selection, notices, cancellation));
        if (preview.Rows == 0)
        {
            WriteVerbose($"{connection.Name}: nothing is counted of {Describe(selection)}.");
            WriteObject(Reset(connection, selection, preview, journalId: null));
            return;
        }

        string action = string.Create(
            CultureInfo.CurrentCulture,
            $"clear {preview.Windows:N0} window{(preview.Windows == 1 ? "" : "s")} of {Describe(selection)}, "
            + $"{preview.Requests:N0} requests. This resets counters; it is no allow-list.");
        if (Confirmed(connection, action))
        {
            WriteObject(Journaled(
                connection,
                action,
                async (journalId, notices, cancellation) => Reset(
                    connection,
                    selection,
                    await RateLimitEraser.ClearAsync(connection, selection, notices, cancellation),
                    journalId),
                reset => string.Create(
                    CultureInfo.InvariantCulture, $"cleared {reset.Requests} requests in {reset.RecordedRows} rows")));
        }
    });

    private static string Describe(RateLimitSelection selection)
    {
        string who = selection.Identifier is { } identifier ? Display.OneLine(identifier, 60) : "all identifiers";
        string what = selection.Endpoint is { } endpoint ? $" ({Display.OneLine(endpoint, 60)})" : "";
        string when = selection.Before is { } before
            ? string.Create(CultureInfo.CurrentCulture, $" before {before:g}")
            : "";
        return who + what + when;
    }

    private static RateLimitReset Reset(
        XmrtConnection connection, RateLimitSelection selection, RateLimitTally tally, Guid? journalId) => new()
        {
            Connection = connection.Name,
            Identifier = selection.Identifier,
            Endpoint = selection.Endpoint,
            Before = selection.Before,
            Windows = tally.Windows,
            Requests = tally.Requests,
            RecordedRows = tally.Rows,
            DurationMs = tally.Duration.TotalMilliseconds,
            ClearedAt = DateTimeOffset.Now,
            JournalId = journalId,
        };
}
