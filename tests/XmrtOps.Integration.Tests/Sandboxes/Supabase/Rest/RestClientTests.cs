using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>The platform's own client for browsers, supabase-js on node, takes the stand-in for the real one.</summary>
public sealed class RestClientTests(SandboxServer server)
{
    private const string Schema = """
        CREATE TABLE public.things (id int PRIMARY KEY, name text, tags text[], doc jsonb);
        INSERT INTO public.things SELECT n, 'thing ' || n, ARRAY['a', 'b'], jsonb_build_object('n', n) FROM generate_series(1, 5) n;
        CREATE FUNCTION public.plus(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
        CREATE TABLE public.own (id int, owner uuid);
        ALTER TABLE public.own ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON public.own USING (owner = auth.uid()) WITH CHECK (owner = auth.uid());
        """;

    // What the client makes of each answer; the last expression's results are printed as one JSON object.
    private const string Program = """
        import { readFileSync } from 'node:fs';
        import { createRequire } from 'node:module';
        const { createClient } = createRequire(process.cwd() + '/x.js')('@supabase/supabase-js');
        const given = JSON.parse(readFileSync(0, 'utf8'));
        // Older versions of node have no WebSocket, and none is needed.
        const options = { auth: { persistSession: false, autoRefreshToken: false }, realtime: { transport: class {} } };
        const anon = createClient(given.url, given.anon, options);
        const service = createClient(given.url, given.service, options);
        const user = createClient(given.url, given.publishable, { ...options, accessToken: async () => given.user });
        const expired = createClient(given.url, given.anon, { ...options, accessToken: async () => given.expired });
        const results = {};
        const keep = async (name, query) => {
            const { data, error, count, status } = await query;
            results[name] = { data, code: error?.code ?? null, message: error?.message ?? null, count, status };
        };
        await keep('filter', anon.from('things').select('id, title:name').gt('id', 1).in('id', [2, 4]).order('id', { ascending: false }));
        await keep('or', anon.from('things').select('id').or('id.eq.1,and(id.gt.3,name.like.%5)').order('id'));
        await keep('not', anon.from('things').select('id').not('id', 'in', '(1,2,3)').contains('tags', ['a']).order('id'));
        await keep('quoted', anon.from('things').select('id').in('name', ['thing 1', 'a,b', 'c"d', "e'f"]));
        await keep('json', anon.from('things').select('n:doc->n').eq('doc->>n', '3'));
        await keep('head', anon.from('things').select('*', { count: 'exact', head: true }));
        await keep('range', anon.from('things').select('id', { count: 'exact' }).order('id').range(1, 2));
        await keep('single', anon.from('things').select('id').eq('id', 1).single());
        await keep('notSingle', anon.from('things').select('id').single());
        await keep('maybe', anon.from('things').select('id').eq('id', 99).maybeSingle());
        await keep('insert', service.from('things').insert([{ id: 10, name: 'ten' }, { id: 11 }]).select('id, name').order('id'));
        await keep('upsert', service.from('things').upsert({ id: 10, name: 'TEN' }).select());
        await keep('update', service.from('things').update({ name: 'x' }).eq('id', 11).select('name').single());
        await keep('delete', service.from('things').delete({ count: 'exact' }).eq('id', 11));
        await keep('updateAll', service.from('things').update({ name: 'x' }));
        await keep('rpc', anon.rpc('plus', { a: 1, b: 2 }));
        await keep('rpcGet', anon.rpc('plus', { a: 1, b: 2 }, { get: true }));
        await keep('embed', anon.from('things').select('id, parts(*)'));
        await keep('table', anon.from('nothings').select());
        await keep('column', anon.from('things').insert({ nope: 1 }));
        await keep('anonInsert', anon.from('own').insert({ id: 1, owner: given.sub }));
        await keep('userInsert', user.from('own').insert({ id: 1, owner: given.sub }).select());
        await keep('userRefused', user.from('own').insert({ id: 2, owner: '22222222-2222-4222-8222-222222222222' }));
        await keep('anonReads', anon.from('own').select());
        await keep('expired', expired.from('things').select());
        console.log(JSON.stringify(results));
        """;

    /// <summary>The folder node_modules/@supabase/supabase-js.</summary>
    private static readonly string? s_client = Environment.GetEnvironmentVariable("XMRTOPS_TEST_SUPABASE_JS");

    [Fact]
    public async Task Supabase_js_reads_writes_and_is_refused_as_by_the_real_one()
    {
        Assert.SkipWhen(!Directory.Exists(s_client), "XMRTOPS_TEST_SUPABASE_JS does not name the folder of npm's package @supabase/supabase-js.");
        await using RestProject project = await RestProject.StartAsync(server, Schema);

        JsonObject results = await RunAsync(project);

        Data("filter", """[{"id":4,"title":"thing 4"},{"id":2,"title":"thing 2"}]""");
        Data("or", """[{"id":1},{"id":5}]""");
        Data("not", """[{"id":4},{"id":5}]""");
        Data("quoted", """[{"id":1}]""");
        Data("json", """[{"n":3}]""");
        Assert.Equal((5, 200), Counted("head"));
        Data("range", """[{"id":2},{"id":3}]""");
        Assert.Equal((5, 206), Counted("range"));
        Data("single", """{"id":1}""");
        Refused("notSingle", 406, "PGRST116");
        Assert.Null(results["maybe"]!["data"]);
        Assert.Null(results["maybe"]!["code"]);
        Data("insert", """[{"id":10,"name":"ten"},{"id":11,"name":null}]""");
        Data("upsert", """[{"id":10,"name":"TEN","tags":null,"doc":null}]""");
        Data("update", """{"name":"x"}""");
        Assert.Equal((1, 204), Counted("delete"));
        Refused("updateAll", 400, "21000");
        Data("rpc", "3");
        Data("rpcGet", "3");
        Refused("embed", 400, "PGRST200");
        Refused("table", 404, "PGRST205");
        Refused("column", 400, "PGRST204");
        Refused("anonInsert", 401, "42501");
        Data("userInsert", $$"""[{"id":1,"owner":"{{RestProject.User}}"}]""");
        Refused("userRefused", 403, "42501");
        Data("anonReads", "[]");
        Refused("expired", 401, "PGRST303");

        void Data(string name, string expected) => Assert.Equal(expected, results[name]!["data"]?.ToJsonString());

        (int, int) Counted(string name) => ((int)results[name]!["count"]!, (int)results[name]!["status"]!);

        void Refused(string name, int status, string code) =>
            Assert.Equal((name, status, code), (name, (int)results[name]!["status"]!, (string?)results[name]!["code"]));
    }

    private static async Task<JsonObject> RunAsync(RestProject project)
    {
        ProcessStartInfo start = new("node", ["--input-type=module", "-e", Program])
        {
            WorkingDirectory = s_client,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(new
        {
            url = project.StandIn.Platform.Address.BaseAddress,
            anon = project.AnonKey,
            service = project.ServiceKey,
            publishable = project.StandIn.Platform.Identity.PublishableKey,
            user = project.UserToken,
            expired = project.Sign(("role", "authenticated"), ("exp", 1)),
            sub = RestProject.User,
        }));
        node.StandardInput.Close();
        string answer = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(answer)!.AsObject();
    }
}
