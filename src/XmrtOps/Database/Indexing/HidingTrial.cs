using System.Globalization;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Database.Indexing;

/// <summary>What the known statements would cost without an index: the planner is asked with the index hidden.</summary>
internal sealed record HidingTrial
{
    public static readonly HidingTrial NotAsked = new() { NotVerifiedReason = "-Verify was not given." };

    public bool? IsVerified { get; private init; }

    public string? NotVerifiedReason { get; private init; }

    public int? QueriesTried { get; private init; }

    public IReadOnlyList<QueryCostChange> SlowerQueries { get; private init; } = [];

    public static async Task<HidingTrial> RunAsync(
        XmrtConnection connection, RemovalPlan plan, INotices notices, CancellationToken cancellation)
    {
        if (!plan.IsValid)
        {
            return new HidingTrial { IsVerified = true, QueriesTried = 0 };
        }

        // By the name of its table: statements that a view or a function leads to it by are not found so.
        List<SlowQuery> known = [];
        try
        {
            SlowQueryFilter filter = new()
            {
                OrderBy = SlowQueryOrder.TotalTime,
                Text = Wildcard.Parse("Text", [$"*{Escaped(plan.Table.Name)}*"]),
            };
            await foreach (SlowQuery query in SlowQueryReader.ReadAsync(
                connection, filter, new Page(0, IndexingThresholds.KnownQueries, IsDefault: false), new Silence(notices.Command), cancellation))
            {
                known.Add(query);
            }
        }
        catch (XmrtException fault) when (fault.ErrorId is "StatementsNotInstalled" or "StatementsNotLoaded" or "PermissionDenied")
        {
            return new HidingTrial { NotVerifiedReason = fault.Message };
        }

        return await connection.Database.ReadAloneAsync(
            Limits.Read,
            notices,
            transaction => TryAsync(transaction, connection, plan, known, cancellation),
            cancellation);
    }

    private static async Task<HidingTrial> TryAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        RemovalPlan plan,
        List<SlowQuery> known,
        CancellationToken cancellation)
    {
        Hypothesis hypothesis = await Hypothesis.OpenAsync(transaction, connection, cancellation);
        if (hypothesis.NotVerifiedReason is { } reason)
        {
            return new HidingTrial { NotVerifiedReason = reason };
        }

        if (!hypothesis.CanHide)
        {
            return new HidingTrial
            {
                NotVerifiedReason = $"hypopg {hypothesis.Version} cannot hide an index, 1.4 and later can: "
                    + "which statements need it was not verified.",
            };
        }

        List<QueryCostChange> slower = [];
        int tried = 0;
        foreach (SlowQuery query in known.Where(query => query.Query is not null))
        {
            PlanRequest request = PlanRequest.Of(query);
            QueryPlan with = await PlanReader.ExplainAsync(transaction, connection, request, cancellation);
            if (with is not { State: PlanState.Planned, TotalCost: { } before })
            {
                continue;
            }

            tried++;
            await hypothesis.HideAsync(plan.Oid, cancellation);
            QueryPlan without = await PlanReader.ExplainAsync(transaction, connection, request, cancellation);
            await hypothesis.ShowAllAsync(cancellation);
            if (without.TotalCost is { } after && after > before * (1 + (IndexingThresholds.SlowerPercent / 100)))
            {
                slower.Add(new QueryCostChange
                {
                    QueryId = query.QueryId,
                    Query = query.Query!,
                    Calls = query.Calls,
                    CostBefore = before,
                    CostAfter = after,
                });
            }
        }

        return new HidingTrial
        {
            IsVerified = true,
            QueriesTried = tried,
            SlowerQueries = [.. slower.OrderByDescending(change => (change.CostAfter - change.CostBefore) * change.Calls)],
        };
    }

    private static string Escaped(string name) =>
        string.Concat(name.Select(c => c is '*' or '?' or '[' or ']' or '`' ? string.Create(CultureInfo.InvariantCulture, $"`{c}") : c.ToString()));
}
