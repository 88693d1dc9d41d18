using System.Data.Common;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Indexing;

/// <summary>A table of 30,000 orders without an index but its key, and what the tests ask of the server about it.</summary>
internal static class IndexingDatabase
{
    public const string Orders =
        """
        SET ROLE postgres;
        CREATE TABLE public.orders (id bigint PRIMARY KEY, customer integer, state text, note text, at timestamptz, data jsonb);
        INSERT INTO public.orders
        SELECT i, i % 3000, CASE i % 100 WHEN 0 THEN 'open' ELSE 'done' END, 'note ' || i, now() - i * interval '1 min',
               jsonb_build_object('k', i % 1000)
        FROM generate_series(1, 30000) i;
        ANALYZE public.orders;
        """;

    public const string Invalid =
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.{0}'::regclass";

    /// <summary>The reason to skip where hypopg cannot be had; null where it can.</summary>
    public static async Task<string?> InstallHypopgAsync(this TestDatabase database)
    {
        if (await database.ValueAsync<long>("SELECT count(*) FROM pg_available_extensions WHERE name = 'hypopg'") == 0)
        {
            return "This PostgreSQL has no extension hypopg.";
        }

        await database.RunAsync("CREATE EXTENSION IF NOT EXISTS hypopg SCHEMA extensions");
        return null;
    }

    /// <summary>The indexes of a table: name, and whether queries can use it.</summary>
    public static Task<string> IndexesAsync(this TestDatabase database, string table = "public.orders") =>
        database.ValueAsync<string>(
            $"""
             SELECT coalesce(string_agg(c.relname || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END, ', ' ORDER BY c.relname), '')
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = '{table}'::regclass
             """);

    /// <summary>Asks the server until the answer is the one that is waited for.</summary>
    public static async Task UntilAsync(this TestDatabase database, string question)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!await database.ValueAsync<bool>(question))
        {
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Begins a transaction and runs a statement in it; it stays open until it is disposed of.</summary>
    public static async Task<DbConnection> HoldAsync(this TestDatabase database, string sql)
    {
        DbConnection connection = await database.Server.Administrator(database.Name)
            .OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = $"BEGIN ISOLATION LEVEL REPEATABLE READ; {sql}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
