using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Database.Indexing;

/// <summary>Builds an index without stopping writers, and proves that it is used (runbook, chapter 3).</summary>
[Cmdlet(
    VerbsCommon.New,
    "XmrtIndex",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "Columns")]
[OutputType(typeof(IndexCreation))]
public sealed class NewXmrtIndexCommand : DatabaseChangeCmdlet
{
    /// <summary>Proposals of Find-XmrtMissingIndex.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Proposal")]
    public IndexProposal[] InputObject { get; set; } = [];

    /// <summary>The table, to the letter: name or schema.name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Columns")]
    [ArgumentCompleter(typeof(TableCompleter))]
    [ValidateNotNullOrEmpty]
    public string Table { get; set; } = "";

    /// <summary>Columns in order, to the letter. Expressions need -Definition.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Columns")]
    [ValidateNotNullOrEmpty]
    public string[] Column { get; set; } = [];

    /// <summary>Name of the index; formed from table and columns if omitted.</summary>
    [Parameter(ParameterSetName = "Columns")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Admits no two rows of the same key.</summary>
    [Parameter(ParameterSetName = "Columns")]
    public SwitchParameter Unique { get; set; }

    /// <summary>Condition of a partial index, in SQL.</summary>
    [Parameter(ParameterSetName = "Columns")]
    [ValidateNotNullOrEmpty]
    public string? Where { get; set; }

    /// <summary>Columns to carry along, to the letter.</summary>
    [Parameter(ParameterSetName = "Columns")]
    [ValidateNotNullOrEmpty]
    public string[] Include { get; set; } = [];

    /// <summary>Access method.</summary>
    [Parameter(ParameterSetName = "Columns")]
    [ValidateSet("btree", "hash", "gin", "gist", "brin", "spgist")]
    public string Method { get; set; } = "btree";

    /// <summary>The whole CREATE INDEX statement, as Get-XmrtIndex and the journal show it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Definition")]
    [ValidateNotNullOrEmpty]
    public string Definition { get; set; } = "";

    /// <summary>Age of other transactions from which on the build is refused; 60 seconds if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? MaximumTransactionAge { get; set; }

    /// <summary>Starts although old transactions are in the way, and waits for them.</summary>
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
        Patience = LockTimeout?.Duration(nameof(LockTimeout)) ?? Data.Limits.ConcurrentIndex.Lock,
    };

    private protected override void Process()
    {
        switch (ParameterSetName)
        {
            case "Proposal":
                foreach (IndexProposal proposal in InputObject)
                {
                    Build(proposal);
                }

                break;
            case "Definition":
                Build(IndexDefinition.Parse(Definition), query: null, queryId: null);
                break;
            default:
                Build(IndexRequest.Of(Table, Column, Name, Unique, Where, Include, Method), query: null, queryId: null);
                break;
        }
    }

    private void Build(IndexProposal proposal)
    {
        if (proposal.Definition is null)
        {
            WriteWarning($"{proposal.Schema}.{proposal.Table}: which columns to index is not known. {proposal.Remedy}");
            return;
        }

        if (proposal.IsVerified == false)
        {
            WriteError(ErrorRecords.From(
                Errors.IndexProposalRejected(proposal.Name ?? proposal.Table, proposal.NotVerifiedReason ?? "it would not use it"),
                proposal));
            return;
        }

        Build(IndexDefinition.Parse(proposal.Definition), proposal.Query, proposal.QueryId);
    }

    private void Build(IndexDefinition definition, string? query, string? queryId)
    {
        foreach (XmrtConnection connection in ResolveConnections())
        {
            Guarded(connection, () => Build(connection, definition, query, queryId));
        }
    }

    private void Build(XmrtConnection connection, IndexDefinition definition, string? query, string? queryId)
    {
        BuildPlan plan = Await((notices, cancellation) =>
            BuildPreflight.CheckAsync(connection, definition, Options, notices, cancellation));
        IndexCreation creation = IndexCreations.Of(connection, plan, query, queryId);
        if (plan.Existing is not null)
        {
            WriteVerbose($"{connection.Name}: {plan.Index} is the same index, and valid: nothing was done.");
            QueryPlan? now = Await((notices, cancellation) => IndexProof.PlanAsync(connection, query, notices, cancellation));
            WriteObject(creation.Proven(now, now));
            return;
        }

        string action = IndexCreations.Describe(plan);
        if (!Confirmed(connection, action))
        {
            return;
        }

        string undo = IndexCreations.UndoOf(connection, plan);
        WriteObject(Journaled(
            connection,
            action,
            (journalId, notices, cancellation) => IndexCreations.MakeAsync(
                connection, plan, creation with { Undo = undo, JournalId = journalId }, Options, notices, cancellation),
            IndexCreations.Result,
            undo));
    }
}
