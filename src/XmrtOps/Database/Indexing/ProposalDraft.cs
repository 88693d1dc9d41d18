using XmrtOps.Database.Plans;
using XmrtOps.Findings;

namespace XmrtOps.Database.Indexing;

/// <summary>A proposal in the making: alternatives for one need, and what has been learnt of the one that is taken.</summary>
internal sealed record ProposalDraft
{
    /// <summary>The likeliest first; the planner, when it is asked, takes the best.</summary>
    public required IReadOnlyList<IndexCandidate> Candidates { get; init; }

    public IndexCandidate Candidate => Candidates[0];

    public ProposalSource Source { get; init; }

    public Severity Severity { get; init; }

    public string? Query { get; init; }

    public string? QueryId { get; init; }

    /// <summary>Role that the statement was planned as; null: the connection's own.</summary>
    public string? Role { get; init; }

    public int QueryCount { get; init; }

    public double? CostBefore { get; init; }

    public double? CostAfter { get; init; }

    public bool? IsVerified { get; init; }

    public string? NotVerifiedReason { get; init; }

    /// <summary>What the planner reckons with, where it was asked.</summary>
    public long? PlannedSizeBytes { get; init; }

    public PlanRequest Request => new() { Query = Query, Role = Role };

    /// <summary>Two drafts of one index become one.</summary>
    public ProposalDraft With(ProposalDraft other)
    {
        ProposalDraft better = (other.CostBefore ?? 0) > (CostBefore ?? 0) ? other : this;
        return better with
        {
            QueryCount = QueryCount + other.QueryCount,
            Severity = (Severity)Math.Max((int)Severity, (int)other.Severity),
        };
    }
}
