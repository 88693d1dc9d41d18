using System.Globalization;
using XmrtOps.Faults;

namespace XmrtOps.Database.Baselines;

/// <summary>Whether the later snapshot's counters went on from the earlier one's, and how statements are to be matched.</summary>
internal sealed record ComparisonVerdict
{
    public ComparisonValidity Validity { get; private init; }

    public IReadOnlyList<string> Reasons { get; private init; } = [];

    /// <summary>Counters went on: what was before has to be taken off.</summary>
    public bool IsContinuous { get; private init; }

    /// <summary>Identifiers mean nothing any more.</summary>
    public bool MatchesByText { get; private init; }

    /// <summary>From when on the numbers count; null when it cannot be told.</summary>
    public DateTimeOffset? Start { get; private init; }

    private static CultureInfo Culture => CultureInfo.CurrentCulture;

    /// <exception cref="XmrtException">BaselineOrder.</exception>
    public static ComparisonVerdict Of(StatementSnapshot reference, StatementSnapshot difference)
    {
        QueryBaseline before = reference.Baseline;
        QueryBaseline after = difference.Baseline;
        string name = before.Name;
        if (ServerIdentity.HasOtherMajorVersion(before, after) && ServerIdentity.IsSamePlace(before, after))
        {
            return Anew(
                ComparisonValidity.VersionChanged,
                $"PostgreSQL {before.ServerVersion} has become {after.ServerVersion} since '{name}', so that statements are "
                + "matched by their text, and counted since then.",
                after) with
            { MatchesByText = true };
        }

        if (ServerIdentity.OtherDatabase(before, after) is { } why)
        {
            return Anew(
                ComparisonValidity.OtherDatabase,
                $"'{name}' is of {why}, so that statements are matched by their text; each side has counted for itself.",
                after) with
            { MatchesByText = true };
        }

        if (after.TakenAt <= before.TakenAt)
        {
            throw Errors.BaselineOrder(name, after.Name);
        }

        if (HasLostAll(reference, difference))
        {
            return Reset(before, after);
        }

        List<(ComparisonValidity Validity, string Reason)> found =
            [.. Restart(before, after), .. Evictions(reference, difference)];
        return new ComparisonVerdict
        {
            Validity = found.Select(f => f.Validity).DefaultIfEmpty().Max(),
            Reasons = [.. found.Select(f => f.Reason)],
            IsContinuous = true,
            Start = before.TakenAt,
        };
    }

    private static ComparisonVerdict Anew(ComparisonValidity validity, string reason, QueryBaseline after) => new()
    {
        Validity = validity,
        Reasons = [reason],
        Start = after.CountedSince,
    };

    private static ComparisonVerdict Reset(QueryBaseline before, QueryBaseline after)
    {
        // A reset of one database only leaves the time of the last full one.
        DateTimeOffset? at = after.CountedSince > before.TakenAt ? after.CountedSince : null;
        string cause = IsRestart(before, after) ? "were lost with a restart of the server" : "were reset";
        string when = at is { } time ? string.Create(Culture, $" at {time:g}") : "";
        return new ComparisonVerdict
        {
            Validity = ComparisonValidity.Reset,
            Reasons = [$"The statistics {cause}{when}, after '{before.Name}': the numbers are of the time since then."],
            Start = at,
        };
    }

    private static IEnumerable<(ComparisonValidity Validity, string Reason)> Restart(QueryBaseline before, QueryBaseline after)
    {
        if (IsRestart(before, after))
        {
            yield return (
                ComparisonValidity.Restarted,
                string.Create(
                    Culture,
                    $"The server was restarted at {after.StartedAt:g}, after '{before.Name}': its statistics went on, with cold caches."));
        }
    }

    private static IEnumerable<(ComparisonValidity Validity, string Reason)> Evictions(
        StatementSnapshot reference, StatementSnapshot difference)
    {
        long? evictions = difference.Baseline.Evictions - reference.Baseline.Evictions;
        if (evictions > 0)
        {
            yield return (
                ComparisonValidity.Evicted,
                string.Create(
                    Culture,
                    $"Statements had to make room for others {evictions:N0} times since '{reference.Baseline.Name}': rare ones are "
                    + $"missing from the numbers. Raise pg_stat_statements.max."));
            yield break;
        }

        int lost = EntryMatcher.ByIdentifier(reference, difference)
            .Count(pair => pair.Before is not null && (pair.After is null || EntryMatcher.IsRestarted(pair, reference))
                && !difference.MayHide(pair.Before));
        if (lost > 0)
        {
            yield return (
                ComparisonValidity.Evicted,
                string.Create(
                    Culture,
                    $"{lost:N0} statements of '{reference.Baseline.Name}' were forgotten since, by eviction or by a reset of theirs: what "
                    + $"they cost until then is missing from the numbers."));
        }
    }

    private static bool HasLostAll(StatementSnapshot reference, StatementSnapshot difference)
    {
        QueryBaseline before = reference.Baseline;
        QueryBaseline after = difference.Baseline;
        if (after.CountedSince > before.TakenAt)
        {
            return true;
        }

        if (after.Evictions > before.Evictions)
        {
            return false;
        }

        // A reset of this database alone, and any before pg_stat_statements 1.9, shows in the statements only.
        long known = 0;
        long lost = 0;
        foreach (EntryPair pair in EntryMatcher.ByIdentifier(reference, difference))
        {
            if (pair.Before is { } entry && !difference.MayHide(entry))
            {
                known += entry.Counters.Calls;
                lost += pair.After is null || EntryMatcher.IsRestarted(pair, reference) ? entry.Counters.Calls : 0;
            }
        }

        return known > 0 && lost >= known * QueryChangeThresholds.LostShare;
    }

    // The server keeps the time of its start to the microsecond, and the state to the one it was given: any other is a restart.
    private static bool IsRestart(QueryBaseline before, QueryBaseline after) =>
        (after.StartedAt - before.StartedAt).Duration() > TimeSpan.FromMilliseconds(1);
}
