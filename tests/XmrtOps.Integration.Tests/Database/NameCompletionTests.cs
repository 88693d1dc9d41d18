using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database;

/// <summary>What Tab offers for the names of things in the database.</summary>
public sealed class NameCompletionTests(SandboxServer server)
{
    [Fact]
    public async Task Tables_indexes_schemas_roles_and_statements_complete()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("CREATE SCHEMA \"my.schema\" CREATE TABLE \"Mixed Case\" (i int PRIMARY KEY)");
        await database.RunAsync("SELECT 'completed' AS by_tab");
        using PwshSession session = database.Connect();

        Assert.Equal(["webhook_logs"], Offered(session, "Table", "webhook_l"));
        Assert.Equal(["auth.users"], Offered(session, "Table", "AUTH.us"));
        Assert.Equal(["public.webhook_logs"], Offered(session, "Table", "public.webhook_l"));
        Assert.Equal(["'\"my.schema\".Mixed Case'"], Offered(session, "Table", "'\"my"));
        Assert.Contains("webhook_logs_pkey", Offered(session, "Index", "webhook_logs_p"));
        Assert.Equal(["auth"], Offered(session, "Schema", "aut"));
        Assert.Equal(["authenticated", "authenticator"], Offered(session, "Role", "authent"));
        Assert.NotEmpty(Offered(session, "QueryId", ""));
        Assert.Empty(Offered(session, "Table", "no_such"));
    }

    [Fact]
    public async Task A_database_that_is_gone_offers_nothing_and_says_nothing()
    {
        TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();
        await database.DisposeAsync();

        Assert.Empty(Offered(session, "Table", "web"));
    }

    // Tab waits for a moment only. On a machine that is busy one types it again.
    private static IReadOnlyList<string> Offered(PwshSession session, string kind, string word)
    {
        session.Set("word", word);
        IReadOnlyList<string> offered = [];
        for (int times = 0; times < 5 && offered.Count == 0; times++)
        {
            offered = session.Run(
                $"[XmrtOps.Module.{kind}Completer]::new().CompleteArgument('Get-XmrtSlowQuery', 'x', $word, $null, @{{}}) | ForEach-Object CompletionText")
                .Succeeded().Of<string>();
        }

        return offered;
    }
}
