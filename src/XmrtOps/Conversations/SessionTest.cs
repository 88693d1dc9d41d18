using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Conversations;

/// <summary>Whether the session of a key is there and found, and whose keys are blocked.</summary>
internal static class SessionTest
{
    public static async Task<(ConversationTestResult Result, FoundSession? Session)> RunAsync(
        DatabaseTransaction transaction, string key, ConversationAccess access, CancellationToken cancellation)
    {
        if (access.WhyHidden(ConversationAccess.Sessions) is { } why)
        {
            return (ConversationTestResult.NotMeasured(
                ConversationTestKind.Session, key, why, access.Remedy(ConversationAccess.Sessions)), null);
        }

        List<(FoundSession Session, bool IsExact)> found = await transaction.QueryAsync(
            Sql.Of("Conversations/SessionByKey.sql"),
            [key],
            row => (new FoundSession(row.GetGuid(0), row.ValueOrNull<bool>(1), row.GetTime(2), row.GetTime(3), null, null), row.GetBoolean(4)),
            cancellation);
        if (found.Count == 0 || !found[0].IsExact)
        {
            return (Missing(key, found.Count), null);
        }

        FoundSession session = found[0].Session;
        if (access.IsOpen(ConversationAccess.Messages))
        {
            session = await transaction.SingleAsync(
                Sql.Of("Conversations/MessagesOfSession.sql"),
                [session.Id],
                row => session with { Messages = row.GetInt64(0), LastMessageAt = row.TimeOrNull(1) },
                cancellation);
        }

        return (Judge(key, session), session);
    }

    public static async Task<ConversationTestResult> KeyClashAsync(
        DatabaseTransaction transaction, ConversationAccess access, CancellationToken cancellation)
    {
        const string subject = $"{ConversationAccess.Sessions}.session_key";
        if (access.WhyHidden(ConversationAccess.Sessions) is { } why)
        {
            return ConversationTestResult.NotMeasured(
                ConversationTestKind.KeyClash, subject, why, access.Remedy(ConversationAccess.Sessions));
        }

        (bool isUnique, long inactive, long blocking, long all) = await transaction.SingleAsync(
            Sql.Of("Conversations/BlockedKeys.sql"),
            [],
            row => (row.GetBoolean(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            cancellation);
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["IsUnique"] = isUnique,
            ["Sessions"] = all,
            ["NotActive"] = inactive,
            ["Blocking"] = blocking,
        };
        return isUnique && blocking > 0
            ? ConversationTestResult.Failed(ConversationTestKind.KeyClash, subject, new Finding
            {
                Code = "SessionKeyTaken",
                Severity = Severity.Critical,
                Reason = string.Create(
                    CultureInfo.CurrentCulture,
                    $"{blocking:N0} sessions are not marked active and hold the key of an address: whoever comes back from there gets "
                    + $"no session (23505), and his conversation is not saved"),
                Evidence = evidence,
                Remedy = "UPDATE public.conversation_sessions SET is_active = true WHERE is_active IS NOT TRUE AND session_key ~ '^ip-(?!local-)';",
                Undo = "Note the identifiers before: SELECT id, is_active FROM public.conversation_sessions WHERE is_active IS NOT TRUE;",
            })
            : new ConversationTestResult
            {
                Connection = "",
                Test = ConversationTestKind.KeyClash,
                Subject = subject,
                Passed = true,
                Reason = isUnique ? "no session that is not marked active holds the key of an address" : "the key is not unique, so that none is taken",
                Evidence = evidence,
            };
    }

    /// <summary>The statement that lets the application find a session again.</summary>
    public static string Reactivate(string key) =>
        $"UPDATE public.conversation_sessions SET is_active = true WHERE session_key = '{key.Replace("'", "''", StringComparison.Ordinal)}';";

    private static ConversationTestResult Missing(string key, int similar) => ConversationTestResult.Failed(
        ConversationTestKind.Session,
        key,
        new Finding
        {
            Code = similar > 0 ? "SessionKeyDiffers" : "SessionMissing",
            Severity = Severity.Critical,
            Reason = similar > 0
                ? "no session has this key; another one differs from it by case or white space only"
                : "no session has this key: nothing was ever saved under it",
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Similar"] = similar },
            Remedy = similar > 0
                ? "Get-XmrtConversation lists the keys; the application's comparison is exact."
                : "See whether the result Insert of this session passes: then the function that makes sessions was not called, or failed before.",
        });

    private static ConversationTestResult Judge(string key, FoundSession session)
    {
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Id"] = session.Id,
            ["IsActive"] = session.IsActive,
            ["CreatedAt"] = session.CreatedAt,
            ["UpdatedAt"] = session.UpdatedAt,
            ["Messages"] = session.Messages,
            ["LastMessageAt"] = session.LastMessageAt,
        };
        if (session.IsActive != true)
        {
            return ConversationTestResult.Failed(ConversationTestKind.Session, key, new Finding
            {
                Code = "SessionDeactivated",
                Severity = Severity.Critical,
                Reason = session.IsActive == false
                    ? "the session is marked inactive: the application does not find it, and cannot make another one with its key"
                    : "the session is not marked active (NULL): the application does not find it, and cannot make another one with its key",
                Evidence = evidence,
                Remedy = Reactivate(key),
                Undo = Reactivate(key).Replace(
                    "is_active = true", $"is_active = {(session.IsActive == false ? "false" : "NULL")}", StringComparison.Ordinal),
            });
        }

        string messages = session.Messages switch
        {
            null => "its messages are hidden",
            0 => "no message was ever saved for it",
            { } count => string.Create(
                CultureInfo.CurrentCulture,
                $"{count:N0} messages, the last {HealthWords.Span((DateTimeOffset.Now - session.LastMessageAt!.Value).TotalSeconds)} ago"),
        };
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Session,
            Subject = key,
            Passed = true,
            Reason = $"it is there and active, and sessions do not expire; {messages}",
            Evidence = evidence,
            Findings = session.Messages == 0
                ? [new Finding
                {
                    Code = "SessionWithoutMessages",
                    Severity = Severity.Warning,
                    Reason = "the session was made, and no message was ever saved for it",
                    Evidence = evidence,
                    Remedy = "Get-XmrtLog -Source Function -Level Error",
                }]
                : [],
        };
    }
}
