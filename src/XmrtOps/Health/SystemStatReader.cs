using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Health.Checks;
using XmrtOps.Notices;

namespace XmrtOps.Health;

/// <summary>Counts the overall stats in one snapshot, each by a question of its own.</summary>
internal static class SystemStatReader
{
    private const string Activities = "public.eliza_activity_log";
    private const string ActivitiesQuestion = "Health/Checks/Activities.sql";
    private const string SizeQuestion = "Health/Checks/DatabaseSize.sql";

    /// <summary>One record.</summary>
    /// <exception cref="XmrtException">The database cannot be asked at all.</exception>
    public static async IAsyncEnumerable<SystemStat> ReadAsync(
        XmrtConnection connection, INotices notices, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SystemStat stat = await connection.Database.ReadAsync(
            Limits.Read,
            notices,
            async transaction =>
            {
                using HealthDeadline deadline = new(cancellation);
                return await CountAsync(new HealthQuestions(transaction, Limits.Read.Statement, deadline));
            },
            cancellation);
        foreach (string reason in stat.NotMeasured)
        {
            notices.Warn($"{connection.Name}: {reason}");
        }

        yield return stat with { Connection = connection.Name };
    }

    private static async Task<SystemStat> CountAsync(HealthQuestions questions)
    {
        ServerState server = await questions.AskAsync(ServerState.Question, ServerState.Read);
        await questions.LookAroundAsync(
            server.Role,
            [SessionFlags.Table, ConversationActivity.Table, Activities, UptimeChecks.Frontend, VercelFunctionErrors.Table]);

        List<string> notMeasured = [];
        SessionFlags? flags = Taken(await questions.MeasureAsync(
            SessionFlags.Table, SessionFlags.Question, SessionFlags.Read));
        ConversationActivity? conversations = Taken(await questions.MeasureAsync(
            ConversationActivity.Table, ConversationActivity.Question, ConversationActivity.Read));
        Number? activities = Taken(await questions.MeasureAsync(Activities, ActivitiesQuestion, Number.Read));
        UptimeSeries? checks = Taken(await questions.MeasureAsync(
            UptimeChecks.Frontend, UptimeChecks.FrontendQuestion, UptimeSeries.Read));
        VercelFunctionErrors? errors = Taken(await questions.MeasureAsync(
            VercelFunctionErrors.Table, VercelFunctionErrors.Question, VercelFunctionErrors.Read));
        long? size = await SizeAsync(questions, notMeasured);

        return new SystemStat
        {
            ActiveSessions = flags?.MarkedActive,
            SessionsActiveLastHour = conversations?.Sessions,
            MessagesLastHour = conversations?.Messages,
            ActivitiesLastHour = activities?.Value,
            DatabaseSizeBytes = size,
            FrontendOnlineChecksLastHour = checks?.Online,
            VercelFunctionErrorsLastHour = errors?.Errors,
            NotMeasured = notMeasured,
            MeasuredAt = server.ServerClock,
        };

        T? Taken<T>(Measurement<T> measured)
            where T : class
        {
            if (measured.Reason is { } reason)
            {
                notMeasured.Add(reason);
            }

            return measured.Value;
        }
    }

    private static async Task<long?> SizeAsync(HealthQuestions questions, List<string> notMeasured)
    {
        try
        {
            return (await questions.AskAsync(SizeQuestion, Number.Read)).Value;
        }
        catch (XmrtException fault)
        {
            notMeasured.Add($"size of the database: {HealthWords.Of(fault, questions.Timeout)}");
            return null;
        }
    }

    private sealed record Number(long Value)
    {
        public static Number Read(DbDataReader row) => new(row.GetInt64(0));
    }
}
