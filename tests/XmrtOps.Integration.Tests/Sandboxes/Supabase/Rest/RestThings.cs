using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>A project with a few rows to be read; nobody changes them.</summary>
public sealed class RestThings(SandboxServer server) : IAsyncLifetime
{
    private const string Schema = """
        CREATE TABLE public.things (
            id int PRIMARY KEY, name text, at timestamptz, "odd ""name" int, tags text[], doc jsonb, price numeric);
        INSERT INTO public.things VALUES
            (1, 'one', '2026-01-01', 10, '{a,b}', '{"a":{"b":"x"},"n":[1,2]}', 1.50),
            (2, 'two, (2)', '2026-02-01', 20, '{b}', '{"a":{"b":"y"}}', 2),
            (3, 'it''s "3"', NULL, NULL, '{}', NULL, NULL),
            (4, 'fo%ur', '2026-04-01', 40, NULL, NULL, 4);
        CREATE VIEW public.cheap AS SELECT id, price FROM public.things WHERE price < 2;
        """;

    private RestProject? _project;

    internal RestProject Project => _project!;

    public async ValueTask InitializeAsync() => _project = await RestProject.StartAsync(server, Schema);

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}
