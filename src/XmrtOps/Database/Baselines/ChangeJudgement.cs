using System.Globalization;
using XmrtOps.Findings;
using XmrtOps.Module;

namespace XmrtOps.Database.Baselines;

/// <summary>What became of one statement.</summary>
/// <param name="reference">The earlier snapshot.</param>
/// <param name="difference">The later one.</param>
/// <param name="verdict">How the two go together.</param>
internal sealed class ChangeJudgement(
    StatementSnapshot reference, StatementSnapshot difference, ComparisonVerdict verdict)
{
    /// <summary>What the statement cost in the interval; null when that cannot be known.</summary>
    public StatementCounters? CostOf(EntryPair pair) => pair switch
    {
        { After: null } => null,
        { Before: null } => verdict.IsContinuous && reference.MayHide(pair.After) ? null : pair.After.Counters,
        _ when verdict.IsContinuous && !EntryMatcher.IsRestarted(pair, reference) =>
            pair.After.Counters.Since(pair.Before.Counters),
        _ => pair.After.Counters,
    };

    /// <param name="pair">The statement.</param>
    /// <param name="allMs">Time of all statements in the interval.</param>
    public QueryChange Judge(EntryPair pair, double allMs)
    {
        StatementEntry entry = pair.After ?? pair.Before!;
        StatementCounters? cost = CostOf(pair);
        double? meanBefore = pair.Before?.Counters.MeanMs;
        QueryChangeState state = StateOf(pair, cost, meanBefore);
        (double? added, double? saved) = Balance(state, cost, meanBefore);
        QueryChange change = new()
        {
            Connection = difference.Baseline.Connection,
            Reference = reference.Baseline.Name,
            Difference = difference.Baseline.Name,
            Validity = verdict.Validity,
            State = state,
            Query = entry.Query,
            QueryId = entry.QueryId?.ToString(CultureInfo.InvariantCulture),
            Role = entry.Role,
            IsTopLevel = entry.IsTopLevel,
            Calls = cost?.Calls,
            TotalMs = cost?.TotalMs,
            MeanMs = cost?.MeanMs,
            ReferenceCalls = pair.Before?.Counters.Calls,
            ReferenceMeanMs = meanBefore,
            MeanRatio = meanBefore > 0 ? cost?.MeanMs / meanBefore : null,
            AddedMs = added,
            SavedMs = saved,
            SharePercent = allMs > 0 ? 100 * cost?.TotalMs / allMs : null,
            Rows = cost?.Rows,
            PlanMs = Tracked(cost?.PlanMs, difference.Baseline.TracksPlanning),
            ReadMs = Tracked(cost?.ReadMs, difference.Baseline.TracksIO),
            WriteMs = Tracked(cost?.WriteMs, difference.Baseline.TracksIO),
            SharedBlocksHit = cost?.SharedBlocksHit,
            SharedBlocksRead = cost?.SharedBlocksRead,
            SharedBlocksDirtied = cost?.SharedBlocksDirtied,
            SharedBlocksWritten = cost?.SharedBlocksWritten,
            TempBlocksRead = cost?.TempBlocksRead,
            TempBlocksWritten = cost?.TempBlocksWritten,
            WalBytes = cost?.WalBytes,
            IntervalStart = verdict.Start,
            MeasuredAt = difference.Baseline.TakenAt,
        };
        return state == QueryChangeState.Slower ? change with { Findings = [Slower(change)] } : change;
    }

    /// <summary>Zero where nothing is tracked is no measurement; a number left from a time when it was, is one.</summary>
    public static double? Tracked(double? measured, bool isTracked) => isTracked || measured > 0 ? measured : null;

    private QueryChangeState StateOf(EntryPair pair, StatementCounters? cost, double? meanBefore)
    {
        switch (pair)
        {
            case { Before: null }:
                return reference.MayHide(pair.After!) ? QueryChangeState.Hidden : QueryChangeState.New;
            case { After: null }:
                return difference.MayHide(pair.Before) ? QueryChangeState.Hidden : QueryChangeState.Vanished;
            case var _ when verdict.IsContinuous && EntryMatcher.IsRestarted(pair, reference):
                return QueryChangeState.Restarted;
        }

        if (cost?.MeanMs is not { } mean || meanBefore is not { } before)
        {
            return QueryChangeState.Unchanged;
        }

        long callsBefore = pair.Before.Counters.Calls;
        return QueryChangeThresholds.IsSlower(callsBefore, before, cost.Calls, mean) ? QueryChangeState.Slower
            : QueryChangeThresholds.IsFaster(callsBefore, before, cost.Calls, mean) ? QueryChangeState.Faster
            : QueryChangeState.Unchanged;
    }

    private static (double? Added, double? Saved) Balance(
        QueryChangeState state, StatementCounters? cost, double? meanBefore)
    {
        if (cost is null)
        {
            return (null, null);
        }

        if (state == QueryChangeState.New)
        {
            return (cost.TotalMs, 0);
        }

        return meanBefore is { } before
            ? (Math.Max(cost.TotalMs - (cost.Calls * before), 0), Math.Max((cost.Calls * before) - cost.TotalMs, 0))
            : (null, null);
    }

    private static string Times(double? ratio) => ratio switch
    {
        // It took no time that was measured.
        null => "and next to nothing ",
        >= 10 => string.Create(CultureInfo.CurrentCulture, $"{ratio:N0} times as long as "),
        _ => string.Create(CultureInfo.CurrentCulture, $"{ratio:0.0} times as long as "),
    };

    private static Finding Slower(QueryChange change) => new()
    {
        Code = "QuerySlower",
        Severity = QueryChangeThresholds.SeverityOf(change.MeanMs!.Value),
        Confidence = change.Validity is ComparisonValidity.Valid or ComparisonValidity.Evicted ? Confidence.High
            : change.Validity == ComparisonValidity.OtherDatabase ? Confidence.Low
            : Confidence.Medium,
        Reason = string.Create(
            CultureInfo.CurrentCulture,
            $"an average call takes {Display.Milliseconds(change.MeanMs)}, {Times(change.MeanRatio)}until '{change.Reference}'"),
        Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["MeanMs"] = change.MeanMs,
            ["ReferenceMeanMs"] = change.ReferenceMeanMs,
            ["Calls"] = change.Calls,
            ["ReferenceCalls"] = change.ReferenceCalls,
            ["AddedMs"] = change.AddedMs,
            ["Validity"] = change.Validity,
            ["ThresholdRatio"] = QueryChangeThresholds.Ratio,
            ["ThresholdAddedMs"] = QueryChangeThresholds.AddedMs,
            ["ThresholdCalls"] = QueryChangeThresholds.Calls,
        },
        Remedy = $"Get-XmrtSlowQuery -QueryId {change.QueryId} -Connection {CommandText.Argument(change.Connection)} | Get-XmrtQueryPlan",
        MeasuredAt = change.MeasuredAt,
    };
}
