using XmrtOps.Integration.Tests.Support;
using Answer = XmrtOps.Integration.Tests.Sandboxes.Supabase.SupabaseStandIn.Answer;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>Functions by /rpc/.</summary>
public sealed class RestFunctionTests(SandboxServer server) : IAsyncLifetime
{
    private const string Schema = """
        CREATE TABLE public.things (id int PRIMARY KEY, name text);
        INSERT INTO public.things VALUES (1, 'one'), (2, 'two'), (3, 'three');
        CREATE FUNCTION public.plus(a int, b int DEFAULT 10) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
        CREATE FUNCTION public.numbers(upto int) RETURNS SETOF int LANGUAGE sql STABLE AS 'SELECT generate_series(1, upto)';
        CREATE FUNCTION public.every() RETURNS SETOF public.things LANGUAGE sql STABLE AS 'SELECT * FROM public.things';
        CREATE FUNCTION public.one(wanted int) RETURNS public.things LANGUAGE sql STABLE AS 'SELECT * FROM public.things WHERE id = wanted';
        CREATE FUNCTION public.pair(OUT x int, OUT y text) LANGUAGE sql STABLE AS 'SELECT 1, ''a''::text';
        CREATE FUNCTION public.tab(n int) RETURNS TABLE (v int) LANGUAGE sql STABLE AS 'SELECT n';
        CREATE FUNCTION public.sum_of(VARIADIC list int[]) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT sum(v) FROM unnest(list) v';
        CREATE FUNCTION public.echo(doc jsonb, list text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE AS 'SELECT jsonb_build_object(''doc'', doc, ''list'', list)';
        CREATE FUNCTION public.add(id int, name text) RETURNS void LANGUAGE sql AS 'INSERT INTO public.things VALUES (add.id, add.name)';
        CREATE FUNCTION public.twice(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION public.twice(a text) RETURNS int LANGUAGE sql AS 'SELECT 2';
        CREATE FUNCTION public."odd ""fn"("odd ""arg" text) RETURNS text LANGUAGE sql AS 'SELECT $1';
        """;

    private RestProject? _project;

    private RestProject Project => _project!;

    public async ValueTask InitializeAsync() => _project = await RestProject.StartAsync(server, Schema);

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    [Fact]
    public async Task Results_have_the_shape_of_what_is_returned()
    {
        await AnswersAsync("POST", "rpc/plus", """{"a":1}""", "11");
        await AnswersAsync("POST", "rpc/plus", """{"a":1,"b":2}""", "3");
        await AnswersAsync("GET", "rpc/plus?a=1&b=2", null, "3");
        await AnswersAsync("GET", "rpc/numbers?upto=3", null, "[1,2,3]");
        await AnswersAsync("POST", "rpc/every", null, """[{"id":1,"name":"one"},{"id":2,"name":"two"},{"id":3,"name":"three"}]""");
        await AnswersAsync("GET", "rpc/every?id=gt.1&select=name&order=id.desc&limit=1", null, """[{"name":"three"}]""");
        await AnswersAsync("GET", "rpc/one?wanted=2", null, """{"id":2,"name":"two"}""");
        await AnswersAsync("GET", "rpc/pair", null, """{"x":1,"y":"a"}""");
        await AnswersAsync("GET", "rpc/tab?n=5", null, """[{"v":5}]""");
        await AnswersAsync("GET", "rpc/sum_of?list={1,2,3}", null, "6");
        await AnswersAsync("POST", "rpc/sum_of", """{"list":[1,2]}""", "3");
        await AnswersAsync("POST", "rpc/echo", """{"doc":{"a":null},"list":["x"]}""", """{"doc":{"a":null},"list":["x"]}""");
        await AnswersAsync("POST", "rpc/odd%20%22fn", """{"odd \"arg":"'; --"}""", "\"'; --\"");
        await AnswersAsync("GET", "rpc/plus?a=eq", null, null, 400);
        Answer counted = await Project.ServiceAsync("GET", "rpc/every?limit=1", null, ("Prefer", "count=exact"));
        Assert.Equal((206, "0-0/3"), (counted.Status, counted.ContentRange));
    }

    [Fact]
    public async Task Only_POST_may_change_something()
    {
        Answer posted = await Project.ServiceAsync("POST", "rpc/add", new { id = 4, name = "four" });
        Answer got = await Project.ServiceAsync("GET", "rpc/add?id=5&name=five");

        Assert.Equal((204, ""), (posted.Status, posted.Text));
        Assert.Equal((405, "25006"), (got.Status, got.Code));
        Assert.Equal(4, await Project.Database.ValueAsync<int>("SELECT count(*) FROM public.things"));
    }

    [Fact]
    public async Task A_function_that_is_not_there_or_not_to_be_told_is_refused()
    {
        Answer unknown = await Project.ServiceAsync("POST", "rpc/pluss", new { a = 1 });
        Answer arguments = await Project.ServiceAsync("POST", "rpc/plus", new { a = 1, c = 2 });
        Answer none = await Project.ServiceAsync("GET", "rpc/plus");
        Answer twice = await Project.ServiceAsync("POST", "rpc/twice", new { a = 1 });
        Answer bad = await Project.ServiceAsync("POST", "rpc/plus", "{");
        await Project.Database.RunAsync("REVOKE EXECUTE ON FUNCTION public.every() FROM public, anon");
        Answer denied = await Project.AnonAsync("GET", "rpc/every");

        Assert.Equal((404, "PGRST202", "Could not find the function public.pluss(a) in the schema cache"), (unknown.Status, unknown.Code, unknown.Message));
        Assert.Equal("Perhaps you meant to call the function public.plus", (string?)unknown.Json["hint"]);
        Assert.Equal("Perhaps you meant to call the function public.plus(a, b)", (string?)arguments.Json["hint"]);
        Assert.Equal("Could not find the function public.plus without parameters in the schema cache", none.Message);
        Assert.Equal((300, "PGRST203"), (twice.Status, twice.Code));
        Assert.Equal((400, "PGRST102"), (bad.Status, bad.Code));
        Assert.Equal((401, "42501", "permission denied for function every"), (denied.Status, denied.Code, denied.Message));
    }

    private async Task AnswersAsync(string method, string path, string? body, string? expected, int status = 200)
    {
        Answer answer = await Project.ServiceAsync(method, path, body);

        Assert.Equal(status, answer.Status);
        if (expected is not null) Assert.Equal(System.Text.Json.Nodes.JsonNode.Parse(expected)!.ToJsonString(), answer.Json.ToJsonString());
    }
}
