using System.Management.Automation;
using System.Runtime.CompilerServices;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Baselines;

/// <summary>Keeps what pg_stat_statements has counted until now, to be compared with later (runbook, chapter 3).</summary>
[Cmdlet(VerbsData.Save, "XmrtQueryBaseline", SupportsShouldProcess = true)]
[OutputType(typeof(QueryBaseline))]
public sealed class SaveXmrtQueryBaselineCommand : ConnectedCmdlet
{
    private const int LongestName = 200;

    /// <summary>What to call it; the time if omitted.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Replaces the connection's baseline of this name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Begin()
    {
        Name = Name?.Trim();
        string? fault = Name switch
        {
            null => null,
            { Length: 0 } => "it is blank",
            { Length: > LongestName } => "it is longer than 200 characters",
            _ when Name.Any(char.IsControl) => "it holds a control character",
            _ when BaselineStore.IsSame(Name, StatementSnapshot.Now) => "'now' stands for the present",
            _ => null,
        };
        if (fault is not null)
        {
            throw Errors.InvalidBaselineName(fault);
        }
    }

    private protected override void Process()
    {
        List<XmrtConnection> wanted =
        [
            .. ResolveConnections().Where(connection => ShouldProcess(
                connection.Name, Name is null ? "save a query baseline" : $"save the query baseline '{Name}'")),
        ];
        WriteAll(wanted, SaveAsync);
    }

    private async IAsyncEnumerable<QueryBaseline> SaveAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        StatementSnapshot now = await SnapshotReader.ReadAsync(connection, notices, cancellation);
        QueryBaseline saved = await BaselineStore.Default.SaveAsync(now, Name, Force, cancellation);
        if (saved.HiddenStatements > 0)
        {
            notices.Warn(string.Create(
                System.Globalization.CultureInfo.CurrentCulture,
                $"{saved.HiddenStatements:N0} statements are hidden from role {connection.Role}, and are kept as sums only: "
                + $"grant pg_read_all_stats."));
        }

        yield return saved;
    }
}
