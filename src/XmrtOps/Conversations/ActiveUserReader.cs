using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>Counts who was active, hour by hour, newest first.</summary>
internal static class ActiveUserReader
{
    private static readonly IReadOnlyList<string> s_counted = [ConversationAccess.Sessions, ConversationAccess.Messages];

    public static async IAsyncEnumerable<ActiveUser> ReadAsync(
        XmrtConnection connection,
        IReadOnlyList<Hour> hours,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        (Dictionary<int, (long Sessions, long Users, long Messages)>? byMessage, Dictionary<int, long>? byUpdate) =
            await connection.Database.ReadAsync(
                Limits.Read,
                notices,
                async transaction =>
                {
                    ConversationAccess access = await ConversationAccess.ReadAsync(transaction, connection, cancellation);
                    string? hidden = s_counted.Select(access.WhyHidden).FirstOrDefault(why => why is not null);
                    if (hidden is not null)
                    {
                        notices.Warn($"Not everything can be counted: {hidden}.");
                    }

                    object?[] bounds = [hours.Select(hour => hour.Start.UtcDateTime).ToArray(), hours[^1].End.UtcDateTime];
                    return (
                        hidden is null ? await ByMessageAsync(transaction, bounds, cancellation) : null,
                        access.IsOpen(ConversationAccess.Sessions) ? await ByUpdateAsync(transaction, bounds, cancellation) : null);
                },
                cancellation);
        DateTimeOffset now = DateTimeOffset.Now;
        for (int i = hours.Count; i > 0; i--)
        {
            Hour hour = hours[i - 1];
            (long Sessions, long Users, long Messages)? counted = byMessage?.GetValueOrDefault(i);
            yield return new ActiveUser
            {
                Connection = connection.Name,
                HourStart = hour.Start,
                HourEnd = hour.End,
                IsPartial = hour.IsPartial,
                ActiveSessions = counted?.Sessions,
                ActiveUsers = counted?.Users,
                Messages = counted?.Messages,
                UpdatedSessions = byUpdate?.GetValueOrDefault(i),
                MeasuredAt = now,
            };
        }
    }

    private static async Task<Dictionary<int, (long Sessions, long Users, long Messages)>> ByMessageAsync(
        DatabaseTransaction transaction, object?[] bounds, CancellationToken cancellation) =>
        (await transaction.QueryAsync(
            Sql.Of("Conversations/ActiveByMessage.sql"),
            bounds,
            row => (Hour: row.GetInt32(0), Counted: (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))),
            cancellation)).ToDictionary(row => row.Hour, row => row.Counted);

    private static async Task<Dictionary<int, long>> ByUpdateAsync(
        DatabaseTransaction transaction, object?[] bounds, CancellationToken cancellation) =>
        (await transaction.QueryAsync(
            Sql.Of("Conversations/ActiveByUpdate.sql"),
            bounds,
            row => (Hour: row.GetInt32(0), Sessions: row.GetInt64(1)),
            cancellation)).ToDictionary(row => row.Hour, row => row.Sessions);
}
