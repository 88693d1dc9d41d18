namespace XmrtOps.Database.Baselines;

/// <summary>
/// What happened between two snapshots: a pure function of them, for whoever wants to know what an interval really cost.
/// </summary>
/// <param name="Interval">All statements together.</param>
/// <param name="Changes">Statement by statement, the worst first.</param>
internal sealed record SnapshotComparison(QueryInterval Interval, IReadOnlyList<QueryChange> Changes)
{
    /// <param name="reference">The earlier one.</param>
    /// <param name="difference">The later one.</param>
    /// <exception cref="Faults.XmrtException">BaselineOrder.</exception>
    public static SnapshotComparison Of(StatementSnapshot reference, StatementSnapshot difference)
    {
        ComparisonVerdict verdict = ComparisonVerdict.Of(reference, difference);
        IReadOnlyList<EntryPair> pairs = verdict.MatchesByText
            ? EntryMatcher.ByText(reference, difference)
            : EntryMatcher.ByIdentifier(reference, difference);
        ChangeJudgement judgement = new(reference, difference, verdict);
        StatementCounters all = CostOfAll(reference, difference, verdict, pairs, judgement);
        List<QueryChange> changes = [.. pairs.Select(pair => judgement.Judge(pair, all.TotalMs))];
        changes.Sort(ByWeight);
        return new SnapshotComparison(IntervalOf(reference, difference, verdict, all, changes), changes);
    }

    /// <summary>
    /// A role whose statements are hidden on one side is compared by all that it did: its total goes on also where it
    /// cannot be told which statements it is made of.
    /// </summary>
    private static StatementCounters CostOfAll(
        StatementSnapshot reference,
        StatementSnapshot difference,
        ComparisonVerdict verdict,
        IReadOnlyList<EntryPair> pairs,
        ChangeJudgement judgement)
    {
        bool MayHide(StatementEntry entry) => reference.MayHide(entry) || difference.MayHide(entry);

        StatementCounters seen = StatementCounters.Sum(pairs
            .Where(pair => !MayHide(pair.After ?? pair.Before!))
            .Select(judgement.CostOf)
            .OfType<StatementCounters>());
        Dictionary<string, StatementCounters> before = reference.Entries.Where(MayHide)
            .GroupBy(StatementSnapshot.RoleOf, StringComparer.Ordinal)
            .ToDictionary(role => role.Key, role => StatementCounters.Sum(role.Select(e => e.Counters)), StringComparer.Ordinal);
        IEnumerable<StatementCounters> byRole = difference.Entries.Where(MayHide)
            .GroupBy(StatementSnapshot.RoleOf, StringComparer.Ordinal)
            .Select(role =>
            {
                StatementCounters now = StatementCounters.Sum(role.Select(e => e.Counters));
                return verdict.IsContinuous && before.TryGetValue(role.Key, out StatementCounters? then) && now.Continues(then)
                    ? now.Since(then)
                    : now;
            });
        return seen + StatementCounters.Sum(byRole);
    }

    private static int ByWeight(QueryChange one, QueryChange other)
    {
        int order = IsRegression(other).CompareTo(IsRegression(one));
        if (order == 0 && IsRegression(one))
        {
            order = Nullable.Compare(other.AddedMs, one.AddedMs);
        }

        order = order != 0 ? order : Nullable.Compare(other.TotalMs, one.TotalMs);
        order = order != 0 ? order : Nullable.Compare(other.ReferenceCalls, one.ReferenceCalls);
        return order != 0 ? order : string.CompareOrdinal(one.QueryId, other.QueryId);
    }

    // What is new and costs next to nothing is no news.
    private static bool IsRegression(QueryChange change) => change.State == QueryChangeState.Slower
        || (change.State == QueryChangeState.New && change.AddedMs >= QueryChangeThresholds.AddedMs);

    private static QueryInterval IntervalOf(
        StatementSnapshot reference,
        StatementSnapshot difference,
        ComparisonVerdict verdict,
        StatementCounters all,
        List<QueryChange> changes)
    {
        QueryBaseline before = reference.Baseline;
        QueryBaseline after = difference.Baseline;
        // A clock that was set back between a reset and the snapshot leaves no length that means anything.
        double? length = (after.TakenAt - verdict.Start)?.TotalMilliseconds is { } passed and >= 0 ? passed : null;
        int Count(QueryChangeState state) => changes.Count(change => change.State == state);
        return new QueryInterval
        {
            Connection = after.Connection,
            Reference = before.Name,
            ReferenceTakenAt = before.TakenAt,
            Difference = after.Name,
            Validity = verdict.Validity,
            ValidityReason = verdict.Reasons,
            IntervalStart = verdict.Start,
            IntervalMs = length,
            Calls = all.Calls,
            TotalMs = all.TotalMs,
            MeanMs = all.MeanMs,
            ReferenceMeanMs = before.MeanMs,
            CallsPerSecond = length > 0 ? all.Calls / length * 1000 : null,
            AverageRunning = length > 0 ? all.TotalMs / length : null,
            Rows = all.Rows,
            ReadMs = ChangeJudgement.Tracked(all.ReadMs, after.TracksIO),
            WriteMs = ChangeJudgement.Tracked(all.WriteMs, after.TracksIO),
            SlowerAddedMs = changes.Where(change => change.State == QueryChangeState.Slower).Sum(change => change.AddedMs ?? 0),
            Slower = Count(QueryChangeState.Slower),
            Faster = Count(QueryChangeState.Faster),
            New = Count(QueryChangeState.New),
            Vanished = Count(QueryChangeState.Vanished),
            Restarted = Count(QueryChangeState.Restarted),
            Unchanged = Count(QueryChangeState.Unchanged),
            HiddenStatements = Math.Max(before.HiddenStatements, after.HiddenStatements),
            MeasuredAt = after.TakenAt,
        };
    }
}
