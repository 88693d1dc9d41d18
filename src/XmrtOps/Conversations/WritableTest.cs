using XmrtOps.Data;
using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Whether the server takes changes of the application's sessions at all.</summary>
internal static class WritableTest
{
    // What the API connects as, and what edge functions do through it.
    private static readonly string[] s_roles = ["authenticator"];
    private static readonly string[] s_on = ["on", "true", "yes", "1"];

    /// <returns>The result, whether the server is a replica, and whether new sessions begin read-only.</returns>
    public static async Task<(ConversationTestResult Result, bool IsReplica, bool IsReadOnly)> RunAsync(
        DatabaseTransaction transaction, CancellationToken cancellation)
    {
        (bool isReplica, bool isConfigured, string[] settings) = await transaction.SingleAsync(
            Sql.Of("Conversations/Writable.sql"),
            [s_roles],
            row => (row.GetBoolean(0), row.GetBoolean(1), row.GetFieldValue<string[]>(2)),
            cancellation);
        bool isReadOnly = settings.Length > 0
            ? s_on.Contains(settings[0][(settings[0].IndexOf('=', StringComparison.Ordinal) + 1)..], StringComparer.OrdinalIgnoreCase)
            : isConfigured;
        return (Judge(isReplica, isReadOnly, settings), isReplica, isReadOnly);
    }

    private static ConversationTestResult Judge(bool isReplica, bool isReadOnly, string[] settings)
    {
        const string subject = "server";
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["IsInRecovery"] = isReplica,
            ["NewSessionsAreReadOnly"] = isReadOnly,
            ["Settings"] = settings,
        };
        if (isReplica)
        {
            return ConversationTestResult.Failed(ConversationTestKind.Writable, subject, new Finding
            {
                Code = "ServerIsReplica",
                Severity = Severity.Critical,
                Reason = "the server is a replica, or is recovering: it takes no changes",
                Evidence = evidence,
                Remedy = "Connect to the primary, and see whom the application connects to.",
            });
        }

        bool isOfDatabase = settings.Length > 0 && settings[0].StartsWith("database", StringComparison.Ordinal);
        return isReadOnly
            ? ConversationTestResult.Failed(ConversationTestKind.Writable, subject, new Finding
            {
                Code = "ReadOnlyMode",
                Severity = Severity.Critical,
                Reason = $"new sessions of the application begin read-only ({(settings.Length > 0 ? settings[0] : "by the server's configuration")})",
                Evidence = evidence,
                Remedy = settings.Length == 0
                    ? "ALTER SYSTEM RESET default_transaction_read_only; SELECT pg_reload_conf(); On Supabase: the disk is full, or somebody set it; see the dashboard."
                    : isOfDatabase
                        ? "DO $$BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END$$; then restart the API, whose sessions are older."
                        : "ALTER ROLE authenticator RESET default_transaction_read_only; then restart the API, whose sessions are older.",
            })
            : new ConversationTestResult
            {
                Connection = "",
                Test = ConversationTestKind.Writable,
                Subject = subject,
                Passed = true,
                Reason = "it takes changes, and new sessions begin read-write",
                Evidence = evidence,
            };
    }
}
