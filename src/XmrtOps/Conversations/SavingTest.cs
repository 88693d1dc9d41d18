using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Conversations;

/// <summary>Whether rows come in, beside what is usual at the same hours.</summary>
internal static class SavingTest
{
    public static async Task<ConversationTestResult> RunAsync(
        DatabaseTransaction transaction,
        string table,
        ConversationAccess access,
        ConversationTestRequest request,
        CancellationToken cancellation)
    {
        if (access.Exists(table) && access.WhyHidden(table) is { } why)
        {
            return ConversationTestResult.NotMeasured(
                ConversationTestKind.Saving, table, $"{why}: no row is no proof", access.Remedy(table)) with
            {
                State = SavingState.HiddenByRls,
            };
        }

        (long[] counts, DateTimeOffset? newest, DateTimeOffset now) = await transaction.SingleAsync(
            table switch
            {
                ConversationAccess.Sessions => Sql.Of("Conversations/SavedSessions.sql"),
                ConversationAccess.Messages => Sql.Of("Conversations/SavedMessages.sql"),
                _ => Sql.Of("Conversations/SavedMemories.sql"),
            },
            [(long)request.Window.TotalSeconds],
            row => (row.GetFieldValue<long[]>(0), row.TimeOrNull(1), row.GetTime(2)),
            cancellation);
        return Judge(table, request.Window, counts[0], counts[1..], newest, now);
    }

    internal static ConversationTestResult Judge(
        string table, TimeSpan window, long rows, IReadOnlyList<long> earlier, DateTimeOffset? newest, DateTimeOffset now)
    {
        long usual = earlier.Order().ElementAt(earlier.Count / 2);
        (bool? passed, SavingState state, string reason) = Decide(table, window, rows, usual, newest, now);
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Rows"] = rows,
            ["WindowSeconds"] = (long)window.TotalSeconds,
            ["SameHoursOfEarlierDays"] = earlier,
            ["Usual"] = usual,
            ["NewestAt"] = newest,
        };
        string? remedy = passed == true ? null : "Look at the other results, and at the logs of the functions that write: Get-XmrtLog -Source Function -Level Error.";
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Saving,
            Subject = table,
            Passed = passed,
            State = state,
            Reason = reason,
            Evidence = evidence,
            Remedy = remedy,
            Findings = passed == true
                ? []
                : [
                    new Finding
                    {
                        Code = state switch
                        {
                            SavingState.Stale => "NothingSaved",
                            SavingState.Empty => "TableEmpty",
                            _ => "FewSaved",
                        },
                        Severity = passed == false ? Severity.Critical : Severity.Warning,
                        Confidence = usual > 0 || passed == false ? Confidence.High : Confidence.Medium,
                        Reason = reason,
                        Evidence = evidence,
                        Remedy = remedy,
                    },
                ],
        };
    }

    private static (bool? Passed, SavingState State, string Reason) Decide(
        string table, TimeSpan window, long rows, long usual, DateTimeOffset? newest, DateTimeOffset now)
    {
        string what = table switch
        {
            ConversationAccess.Sessions => "session",
            ConversationAccess.Messages => "message",
            _ => "memory",
        };
        string span = HealthWords.Span(window.TotalSeconds);
        string compared = string.Create(CultureInfo.CurrentCulture, $"{usual:N0} are usual at these hours");
        if (rows > 0)
        {
            string counted = string.Create(CultureInfo.CurrentCulture, $"{rows:N0} rows within {span}; {compared}");
            // Some may be lost, or it is a quiet day: neither is proven.
            return usual >= HealthThresholds.UsualMessagesForAShare && rows < usual * HealthThresholds.QuietShare
                ? (null, SavingState.Saving, counted)
                : (true, SavingState.Saving, counted);
        }

        if (newest is not { } last)
        {
            return (null, SavingState.Empty, $"no {what} was ever saved");
        }

        string silence = $"no {what} for {HealthWords.Span((now - last).TotalSeconds)}";
        return usual >= HealthThresholds.UsualMessagesMissed.Degraded || now - last > HealthThresholds.LongestSilence
            ? (false, SavingState.Stale, $"{silence}; {compared}")
            : (true, SavingState.Idle, $"{silence}, as is usual: {compared}");
    }
}
