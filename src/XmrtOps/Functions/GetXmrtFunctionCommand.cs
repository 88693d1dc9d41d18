using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Functions.Saved;
using XmrtOps.Functions.Sources;
using XmrtOps.Module;
using XmrtOps.Notices;

namespace XmrtOps.Functions;

/// <summary>Lists the edge functions that are deployed and how they did, or the versions that were saved (runbook, chapter 6).</summary>
[Cmdlet(VerbsCommon.Get, "XmrtFunction", DefaultParameterSetName = "Deployed")]
[OutputType(typeof(DeployedFunction), ParameterSetName = ["Deployed"])]
[OutputType(typeof(SavedFunction), ParameterSetName = ["Saved"])]
public sealed class GetXmrtFunctionCommand : PlatformReadCmdlet<object>
{
    private FunctionQuery? _query;
    private Wildcard? _names;

    /// <summary>Names of functions.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Calls from this time on, or that long ago, are counted: up to a day; an hour if omitted.</summary>
    [Parameter(ParameterSetName = "Deployed")]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Since { get; set; } = TimeArgument.From("1h");

    /// <summary>The project's folder, whose config.toml is compared with what is deployed.</summary>
    [Parameter(ParameterSetName = "Deployed")]
    [ValidateNotNullOrEmpty]
    public string? ProjectPath { get; set; }

    /// <summary>Calls each function by OPTIONS, to see whether it starts.</summary>
    [Parameter(ParameterSetName = "Deployed")]
    public SwitchParameter Probe { get; set; }

    /// <summary>Lists the versions that Save-XmrtFunction has kept on this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Saved")]
    public SwitchParameter Saved { get; set; }

    internal override IAsyncEnumerable<object> ReadAsync(
        XmrtConnection connection, INotices notices, CancellationToken cancellation) => Saved
            ? FunctionStore.Default.ReadAsync(connection, _names, notices, cancellation)
            : FunctionReader.ReadAsync(connection, _query!, notices, cancellation);

    private protected override void Begin()
    {
        _names = Wildcard.Parse(nameof(Name), Name);
        DateTimeOffset now = DateTimeOffset.Now;
        DateTimeOffset since = Since.Instant(now);
        if (since >= now || now - since > TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1))
        {
            // Percentiles of several days cannot be added up, and a day is the most that the platform answers about.
            throw Errors.DurationOutOfRange(nameof(Since), Since.ToString(), "up to 24h ago");
        }

        ProjectConfiguration? project = ProjectPath is null ? null : ProjectConfiguration.Find(FilePathOf(ProjectPath));
        _query = new FunctionQuery(_names, since, now, Probe, project);
    }
}
