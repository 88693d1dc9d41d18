using System.Data.Common;
using System.Runtime.CompilerServices;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>Reads sessions and counts their messages, and says what the role cannot see of them.</summary>
internal static class ConversationReader
{
    /// <exception cref="XmrtException">ConversationNotFound, ConversationsHidden, and those of running SQL.</exception>
    public static async IAsyncEnumerable<Conversation> ReadAsync(
        XmrtConnection connection,
        ConversationFilter filter,
        Page page,
        INotices notices,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        DatabaseClient database = connection.Database;
        // Counting or joining all there is takes longer than looking up.
        Limits limits = filter.IsOrphaned || CountsAll(filter, page) ? Limits.ExactRead : Limits.Read;
        (List<Conversation> found, long matching) = await database.ReadAsync(
            limits,
            notices,
            async transaction =>
            {
                ConversationAccess access = await ConversationAccess.ReadAsync(transaction, connection, cancellation);
                access.Require(database.Target, ConversationAccess.Sessions, notices);
                return filter.IsOrphaned
                    ? await OrphanedAsync(transaction, connection, access, filter, page, notices, cancellation)
                    : await SessionsAsync(transaction, connection, access, filter, page, notices, cancellation);
            },
            cancellation);
        page.Announce(found.Count, matching, "conversations", notices);
        foreach (Conversation conversation in found)
        {
            yield return conversation;
        }

        string[] missing = [.. (filter.Id ?? []).Where(id => found.All(one => one.Id != id)).Select(id => id.ToString())];
        if (missing.Length > 0 && page is { Skip: 0, Count: null } && !filter.IsOrphaned)
        {
            throw Errors.ConversationNotFound(database.Target, missing);
        }
    }

    /// <summary>Which sessions come first is known, or wanted of all, only when the messages of all that fit are counted:
    /// in groups that takes a fraction of what counting session by session does.</summary>
    private static bool CountsAll(ConversationFilter filter, Page page) =>
        filter.OrderBy == ConversationOrder.Messages || page.Count is null;

    private static async Task<(List<Conversation> Found, long Matching)> SessionsAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        ConversationAccess access,
        ConversationFilter filter,
        Page page,
        INotices notices,
        CancellationToken cancellation)
    {
        bool isCounted = access.IsOpen(ConversationAccess.Messages);
        if (!isCounted)
        {
            string why = access.WhyHidden(ConversationAccess.Messages)!;
            if (filter.NeedsMessages || filter.OrderBy == ConversationOrder.Messages)
            {
                throw Errors.ConversationsHidden(transaction.Target, why, access.Remedy(ConversationAccess.Messages));
            }

            notices.Warn($"Messages are not counted: {why}.");
        }

        long matching = 0;
        DateTimeOffset now = DateTimeOffset.Now;
        List<Conversation> found = await transaction.QueryAsync(
            !isCounted ? Sql.Of("Conversations/SessionsAlone.sql")
                : CountsAll(filter, page) ? Sql.Of("Conversations/CountedConversations.sql")
                : Sql.Of("Conversations/Conversations.sql"),
            [
                filter.Id?.ToArray(),
                filter.SessionKey?.Regex,
                filter.Since?.UtcDateTime,
                filter.Until?.UtcDateTime,
                filter.IsActive,
                filter.IsWithoutMessages,
                filter.OrderBy.ToString(),
                page.Skip,
                page.Limit,
            ],
            row =>
            {
                matching = row.GetInt64(10);
                return Map(row, connection.Name, isCounted, now);
            },
            cancellation);
        return (found, matching);
    }

    private static async Task<(List<Conversation> Found, long Matching)> OrphanedAsync(
        DatabaseTransaction transaction,
        XmrtConnection connection,
        ConversationAccess access,
        ConversationFilter filter,
        Page page,
        INotices notices,
        CancellationToken cancellation)
    {
        foreach (string table in (string[])[ConversationAccess.Messages, ConversationAccess.Summaries, ConversationAccess.Memories])
        {
            access.Require(transaction.Target, table, notices);
        }

        if (!access.IsOpen(ConversationAccess.Sessions))
        {
            // Whatever is hidden would be taken for missing.
            throw Errors.ConversationsHidden(
                transaction.Target, access.WhyHidden(ConversationAccess.Sessions)!, access.Remedy(ConversationAccess.Sessions));
        }

        long matching = 0;
        DateTimeOffset now = DateTimeOffset.Now;
        List<Conversation> found = await transaction.QueryAsync(
            Sql.Of("Conversations/OrphanedConversations.sql"),
            [
                filter.Id?.ToArray(),
                filter.SessionKey?.Regex,
                filter.Since?.UtcDateTime,
                filter.Until?.UtcDateTime,
                page.Skip,
                page.Limit,
            ],
            row =>
            {
                matching = row.GetInt64(6);
                bool isId = Guid.TryParseExact(row.GetString(0), "D", out Guid id);
                return new Conversation
                {
                    Connection = connection.Name,
                    Id = isId ? id : null,
                    SessionKey = isId ? null : row.GetString(0),
                    State = ConversationState.Missing,
                    MessageCount = row.GetInt64(1),
                    SummaryCount = row.GetInt64(2),
                    MemoryCount = row.GetInt64(3),
                    LastMessageAt = row.TimeOrNull(4),
                    LastActivityAt = row.TimeOrNull(5),
                    MeasuredAt = now,
                };
            },
            cancellation);
        return (found, matching);
    }

    private static Conversation Map(DbDataReader row, string connection, bool isCounted, DateTimeOffset now)
    {
        DateTimeOffset? last = row.TimeOrNull(9);
        DateTimeOffset updated = row.GetTime(5);
        return new Conversation
        {
            Connection = connection,
            Id = row.GetGuid(0),
            SessionKey = row.GetString(1),
            Title = row.StringOrNull(2),
            State = row.ValueOrNull<bool>(3) switch
            {
                true => ConversationState.Active,
                false => ConversationState.Inactive,
                null => ConversationState.Unmarked,
            },
            CreatedAt = row.GetTime(4),
            UpdatedAt = updated,
            UserProfileId = row.ValueOrNull<Guid>(6),
            MessageCount = row.ValueOrNull<long>(7),
            UserMessageCount = row.ValueOrNull<long>(8),
            LastMessageAt = last,
            LastActivityAt = isCounted ? last ?? updated : null,
            MeasuredAt = now,
        };
    }
}
