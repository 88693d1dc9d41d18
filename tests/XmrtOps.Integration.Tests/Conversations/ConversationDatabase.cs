using XmrtOps.Conversations;
using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

/// <summary>A database whose conversations are saved as they should be, and what a test of it left behind.</summary>
internal static class ConversationDatabase
{
    // What counts the rows of every table, and says where every sequence stands.
    private const string Everything =
        """
        SELECT 'SELECT string_agg(line, '' '' ORDER BY line) FROM (' || string_agg(part, ' UNION ALL ') || ') AS counted' FROM (
            SELECT format('SELECT %L || count(*) AS line FROM %s', c.oid::regclass || ' ', c.oid::regclass) AS part
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('public', 'auth', 'net', 'cron')
            UNION ALL
            SELECT 'SELECT format(''%s.%s %s'', schemaname, sequencename, last_value) FROM pg_sequences'
        ) AS parts
        """;

    /// <summary>No address is blocked by a session that is not marked active.</summary>
    public static async Task<TestDatabase> HealthyAsync(this SandboxServer server)
    {
        TestDatabase database = await server.CopyAsync();
        await database.RunAsync("UPDATE public.conversation_sessions SET is_active = true WHERE is_active IS NOT TRUE");
        return database;
    }

    public static async Task<string> EverythingAsync(this TestDatabase database) =>
        await database.ValueAsync<string>(await database.ValueAsync<string>(Everything));

    /// <summary>Whatever is wrong comes with what shows it and with what to do.</summary>
    public static void HaveEvidenceAndRemedies(this IEnumerable<ConversationTestResult> results) => Assert.All(
        results.SelectMany(result => result.Findings).Where(finding => finding.Severity >= Severity.Warning),
        finding => Assert.True(finding is { Evidence.Count: > 0, Remedy.Length: > 0 }, $"{finding.Code}: {finding.Reason}"));

    public static ConversationTestResult Of(
        this IEnumerable<ConversationTestResult> results, ConversationTestKind test, string subject) =>
        Assert.Single(results, result => result.Test == test && result.Subject.StartsWith(subject, StringComparison.Ordinal));
}
