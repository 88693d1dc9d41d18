using System.Globalization;
using XmrtOps.Data;
using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Whether the claims of a token are such that policies can use them, and whose rows they are.</summary>
internal static class ClaimTest
{
    public static async Task<ConversationTestResult> RunAsync(
        DatabaseTransaction transaction,
        ConversationTestRequest request,
        FoundSession? session,
        ConversationAccess access,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        (long Own, long Others)? memories = null;
        if (request is { Subject: { } subject, SessionKey: { } key } && access.IsOpen(ConversationAccess.Memories))
        {
            memories = await transaction.SingleAsync(
                Sql.Of("Conversations/MemoriesOfSession.sql"),
                [key, session?.Id.ToString(), subject],
                row => (row.GetInt64(0), row.GetInt64(1)),
                cancellation);
        }

        return Judge(request, memories, now);
    }

    internal static ConversationTestResult Judge(
        ConversationTestRequest request, (long Own, long Others)? memories, DateTimeOffset now)
    {
        Finding[] findings = [.. Wrong(request, memories, now).OrderByDescending(finding => finding.Severity)];
        Finding? worst = findings.FirstOrDefault(finding => finding.Severity == Severity.Critical);
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Claim,
            Subject = $"token ({request.ClaimedRole})",
            Passed = worst is null,
            Reason = worst?.Reason ?? "sub is a UUID, and the rows are the user's" + (memories is null ? " as far as they were given" : ""),
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Role"] = request.ClaimedRole,
                ["Claims"] = request.Claims!.Keys.ToArray(),
                ["MemoriesOfUser"] = memories?.Own,
                ["MemoriesOfOthers"] = memories?.Others,
            },
            Remedy = worst?.Remedy,
            Findings = findings,
        };
    }

    private static IEnumerable<Finding> Wrong(
        ConversationTestRequest request, (long Own, long Others)? memories, DateTimeOffset now)
    {
        if (request.Subject is not { Length: > 0 } subject)
        {
            yield return New("SubjectMissing", "the token has no sub: to policies its bearer is nobody", "Sign the user in; the public key alone is a token without a user.");
            yield break;
        }

        if (!Guid.TryParse(subject, out _))
        {
            yield return New(
                "SubjectNoUuid",
                "sub is no UUID: policies that call auth.uid() fail with 22P02, for UPDATE and DELETE too",
                "Use the tokens of Supabase's own sign-in, whose sub is the user's identifier.");
        }

        if (request.ClaimedRole is ConversationTestRequest.Anonymous)
        {
            yield return New("RoleAnonymous", "the token is for the role anon: nobody is signed in", "Sign the user in.") with { Severity = Severity.Warning };
        }

        if (Expiry(request.Claims!) is { } expires && expires < now)
        {
            yield return New(
                "TokenExpired",
                string.Create(CultureInfo.CurrentCulture, $"the token expired at {expires.ToLocalTime():g}: the API refuses it with 401"),
                "Sign in again, or see why it is not refreshed.");
        }

        if (request.Message?.Field("user_id") is { ValueKind: System.Text.Json.JsonValueKind.String } user
            && user.GetString() is { } given && given != subject)
        {
            yield return New(
                "UserDiffers",
                string.Equals(given, subject, StringComparison.OrdinalIgnoreCase)
                    ? "user_id of the message differs from sub by the case of its letters: as texts they are not equal"
                    : "user_id of the message is not the token's sub: policies that compare them refuse the row",
                "Write user_id from the token, not from the browser.");
        }

        if (memories is { Others: > 0 } found)
        {
            yield return New(
                "MemoriesOfOthers",
                string.Create(
                    CultureInfo.CurrentCulture,
                    $"{found.Others:N0} memories of the session are of another user_id than the token's sub ({found.Own:N0} are of it): signed in, the user does not see them as his"),
                "Before signing in the application writes the address as user_id; rows from then stay with it.") with
            {
                Severity = found.Own == 0 ? Severity.Critical : Severity.Warning,
            };
        }
    }

    private static DateTimeOffset? Expiry(IReadOnlyDictionary<string, object?> claims) => claims.GetValueOrDefault("exp") switch
    {
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        IConvertible number and not string => FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static DateTimeOffset? FromSeconds(double seconds) =>
        seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;

    private static Finding New(string code, string reason, string remedy) =>
        new() { Code = code, Severity = Severity.Critical, Reason = reason, Remedy = remedy };
}
