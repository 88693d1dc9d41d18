using System.Globalization;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Database.Indexing;

/// <summary>Drops an index without stopping anybody, and keeps what brings it back (runbook, chapter 3).</summary>
[Cmdlet(VerbsCommon.Remove, "XmrtIndex", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(IndexRemoval))]
public sealed class RemoveXmrtIndexCommand : DatabaseChangeCmdlet
{
    /// <summary>The index, to the letter: name or schema.name; with -Schema, or from a record, the bare name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(IndexCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Schema of the index, to the letter.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SchemaCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <summary>How it is defined, as it was shown: one that is defined in another way by now is not dropped.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Definition { get; set; }

    /// <summary>Asks the planner first what the known statements would cost without it.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Drops it although known statements would cost more.</summary>
    [Parameter]
    public SwitchParameter AllowSlowerQuery { get; set; }

    /// <summary>Age of other transactions on the table from which on it is refused; 60 seconds if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? MaximumTransactionAge { get; set; }

    /// <summary>Starts although old transactions use the table, and waits for them.</summary>
    [Parameter]
    public SwitchParameter AllowWaiting { get; set; }

    /// <summary>Longest wait for each transaction that is in the way; 10 minutes if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? LockTimeout { get; set; }

    private BuildOptions Options => new()
    {
        OldTransaction = MaximumTransactionAge?.Duration(nameof(MaximumTransactionAge)) ?? IndexingThresholds.OldTransaction,
        AllowWaiting = AllowWaiting,
        Patience = LockTimeout?.Duration(nameof(LockTimeout)) ?? Limits.ConcurrentIndex.Lock,
    };

    private protected override void Process()
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            foreach (string name in Name)
            {
                Guarded(connection, () => Remove(
                    connection, Schema is null ? RelationName.Parse(name) : new RelationName(Schema, name)));
            }
        }
    }

    private void Remove(XmrtConnection connection, RelationName name)
    {
        RemovalPlan plan = Await((notices, cancellation) =>
            RemovalPreflight.CheckAsync(connection, name, Definition, Options, notices, cancellation));
        HidingTrial trial = Verify
            ? Await((notices, cancellation) => HidingTrial.RunAsync(connection, plan, notices, cancellation))
            : HidingTrial.NotAsked;
        Announce(plan, trial);
        string action =
            $"drop {(plan.IsUnique ? "UNIQUE " : "")}index {plan.Index} of {plan.Table}, {Display.Bytes(plan.SizeBytes)}: "
            + $"{plan.Definition}."
            + (plan.IsUnique ? " Nothing keeps duplicate keys out without it." : "")
            + (plan.IsPartitioned ? " Those of the partitions go with it; the tables are locked for that moment." : "");
        if (!Confirmed(connection, action))
        {
            return;
        }

        string undo = $"New-XmrtIndex -Definition {PowerShellLiteral.Quote(plan.Definition)} "
            + $"-Connection {PowerShellLiteral.Quote(connection.Name)}";
        WriteObject(Journaled(
            connection,
            action,
            async (journalId, notices, cancellation) => new IndexRemoval
            {
                Connection = connection.Name,
                Schema = plan.Index.Schema!,
                Table = plan.Table.Name,
                Name = plan.Index.Name,
                Definition = plan.Definition,
                SizeBytes = plan.SizeBytes,
                IsVerified = trial.IsVerified,
                NotVerifiedReason = trial.NotVerifiedReason,
                QueriesTried = trial.QueriesTried,
                SlowerQueries = trial.SlowerQueries,
                DurationMs = (await IndexDrop.RunAsync(connection, plan, Options, notices, cancellation)).TotalMilliseconds,
                RemovedAt = DateTimeOffset.Now,
                Undo = undo,
                JournalId = journalId,
            },
            removal => string.Create(
                CultureInfo.InvariantCulture, $"dropped {plan.Index}, {removal.SizeBytes} bytes"),
            undo));
    }

    private void Announce(RemovalPlan plan, HidingTrial trial)
    {
        if (Verify && trial.IsVerified is null)
        {
            WriteWarning($"{plan.Index}: {trial.NotVerifiedReason}");
        }

        if (trial.SlowerQueries.Count == 0)
        {
            return;
        }

        string slower = string.Join("; ", trial.SlowerQueries.Take(3).Select(query => string.Create(
            CultureInfo.CurrentCulture, $"{query} (cost {query.CostBefore:N0} to {query.CostAfter:N0})")))
            + (trial.SlowerQueries.Count > 3 ? $" and {trial.SlowerQueries.Count - 3} more" : "");
        if (!AllowSlowerQuery)
        {
            throw Errors.QueriesWouldSlowDown(plan.Index.ToString(), slower);
        }

        WriteWarning($"Without {plan.Index} the planner takes dearer ways: {slower}.");
    }
}
