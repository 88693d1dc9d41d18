using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

/// <summary>Two tables whose rows are in an archive, and no longer in the database: one refers to itself and to a third.</summary>
internal sealed class ArchivedTables : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TemporaryFolder _folder = new();
    private readonly PwshSession _session;

    private ArchivedTables(TestDatabase database)
    {
        _database = database;
        _session = database.Connect();
        _session.Set("path", Path.Combine(_folder.Path, "a"));
    }

    public const string Setup =
        """
        CREATE TABLE public.owner_of (id int PRIMARY KEY, name text);
        INSERT INTO public.owner_of VALUES (1, 'a'), (2, 'b');
        CREATE TABLE public.parent (id bigserial PRIMARY KEY, created_at timestamptz, code text UNIQUE, owner int REFERENCES public.owner_of,
            before bigint REFERENCES public.parent);
        CREATE TABLE public.child (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent bigint REFERENCES public.parent ON DELETE CASCADE, note text);
        CREATE INDEX ON public.child (parent);
        CREATE INDEX ON public.parent (before);
        INSERT INTO public.parent (created_at, code, owner, before)
            SELECT '2020-01-01', 'code ' || i, 1 + i % 2, nullif(i, 3000) + 1 FROM generate_series(1, 3000) i;
        INSERT INTO public.child (parent, note) SELECT p.id, 'note' FROM public.parent p, generate_series(1, 2);
        GRANT ALL ON ALL TABLES IN SCHEMA public TO postgres;
        GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO postgres;
        ALTER TABLE public.parent OWNER TO postgres;
        ALTER TABLE public.child OWNER TO postgres;
        """;

    public static async Task<ArchivedTables> MakeAsync(SandboxServer server)
    {
        TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Setup);
        // The key to its own table forbids to delete what is referred to.
        await database.RunAsync("ALTER TABLE public.parent DROP CONSTRAINT parent_before_fkey");
        await TableImage.SettleAsync(database);
        ArchivedTables tables = new(database);
        RetentionResult removed = Assert.Single(
            tables._session.Run("Remove-XmrtLog 30d -Table parent -Archive $path -Force").Succeeded().Of<RetentionResult>());
        Assert.Equal((3000L, 9000L), (removed.Deleted, removed.ArchivedRows!.Value));
        await database.RunAsync("ALTER TABLE public.parent ADD CONSTRAINT parent_before_fkey FOREIGN KEY (before) REFERENCES public.parent");
        return tables;
    }

    public void Deconstruct(out TestDatabase database, out TemporaryFolder folder, out PwshSession session) =>
        (database, folder, session) = (_database, _folder, _session);

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        _folder.Dispose();
        await _database.DisposeAsync();
    }
}
