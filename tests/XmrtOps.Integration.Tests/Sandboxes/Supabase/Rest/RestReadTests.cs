using XmrtOps.Integration.Tests.Support;
using Answer = XmrtOps.Integration.Tests.Sandboxes.Supabase.SupabaseStandIn.Answer;

namespace XmrtOps.Integration.Tests.Sandboxes.Supabase.Rest;

/// <summary>GET of tables and views: what comes back, and what is refused.</summary>
public sealed class RestReadTests(RestThings things, SandboxServer server) : IClassFixture<RestThings>
{
    private RestProject Project => things.Project;

    [Theory]
    [InlineData("id=eq.1", "1")]
    [InlineData("id=neq.1", "2,3,4")]
    [InlineData("id=gt.1&id=lt.4", "2,3")]
    [InlineData("id=gte.2&id=lte.3", "2,3")]
    [InlineData("name=like.t*", "2")]
    [InlineData("name=ilike.*O*", "1,2,4")]
    [InlineData("name=not.like.t*", "1,3,4")]
    [InlineData("name=match.^o", "1")]
    [InlineData("at=is.null", "3")]
    [InlineData("at=not.is.null", "1,2,4")]
    [InlineData("at=is.NOT_NULL", "1,2,4")]
    [InlineData("id=in.(1,3)", "1,3")]
    [InlineData("id=not.in.(1,3)", "2,4")]
    [InlineData("id=in.()", "")]
    [InlineData("name=in.(\"two, (2)\",one)", "1,2")]
    [InlineData("name=in.(\"it's \\\"3\\\"\")", "3")]
    [InlineData("name=eq.two, (2)", "2")]
    [InlineData("id=eq(any).{1,2}", "1,2")]
    [InlineData("name=like(any).{o*,t*}", "1,2")]
    [InlineData("or=(id.eq.1,id.eq.4)", "1,4")]
    [InlineData("or=(id.eq.1,and(id.gt.2,at.is.null))", "1,3")]
    [InlineData("not.or=(id.eq.1,id.eq.4)", "2,3")]
    [InlineData("and=(id.gt.1,or(name.eq.\"two, (2)\",price.eq.4))", "2,4")]
    [InlineData("or=(id.in.(1,2),not.and(id.lt.4,id.gt.0))", "1,2,4")]
    [InlineData("or=(tags.cs.{a,b},id.eq.4)", "1,4")]
    [InlineData("tags=cs.{b}", "1,2")]
    [InlineData("\"odd \\\"name\"=eq.20", "2")]
    [InlineData("doc->a->>b=eq.y", "2")]
    [InlineData("doc->n->1=eq.2", "1")]
    [InlineData("id=isdistinct.1", "2,3,4")]
    public async Task Filters_are_those_of_the_real_one(string filter, string expected)
    {
        string query = string.Join('&', filter.Split('&').Select(part =>
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            return $"{Uri.EscapeDataString(part[..equals])}={Uri.EscapeDataString(part[(equals + 1)..])}";
        }));
        Answer answer = await Project.ServiceAsync("GET", $"things?select=id&order=id&{query}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, answer.Ids);
    }

    [Fact]
    public async Task Columns_have_aliases_casts_and_paths()
    {
        Answer answer = await Project.ServiceAsync(
            "GET", "things?id=eq.1&select=key:id,price::text,doc->a->b,who:doc->a->>b,first:tags->0,%22odd%20%5C%22name%22");

        Assert.Equal("""[{"key":1,"price":"1.50","b":"x","who":"x","first":"a","odd \"name":10}]""", answer.Text);
        Assert.Equal(("application/json; charset=utf-8", "public", "0-0/*"), (
            answer.ContentType, answer.Headers["Content-Profile"], answer.ContentRange));
    }

    [Theory]
    [InlineData("order=at.desc.nullslast", "4,2,1,3")]
    [InlineData("order=at.desc", "3,4,2,1")]
    [InlineData("order=at.nullsfirst,id", "3,1,2,4")]
    [InlineData("order=price.desc.nullslast,id.asc", "4,2,1,3")]
    [InlineData("order=id&limit=2&offset=1", "2,3")]
    [InlineData("order=id&limit=0", "")]
    [InlineData("order=doc->a->>b.desc.nullslast,id", "2,1,3,4")]
    public async Task Rows_are_ordered_and_limited(string query, string expected)
    {
        Answer answer = await Project.ServiceAsync("GET", $"things?select=id&{query.Replace(">", "%3E", StringComparison.Ordinal)}");

        Assert.Equal(expected, answer.Ids);
    }

    [Fact]
    public async Task Counts_and_ranges_say_how_much_there_is()
    {
        Answer part = await Project.ServiceAsync("GET", "things?select=id&order=id", null, ("Range", "1-2"), ("Prefer", "count=exact"));
        Answer all = await Project.ServiceAsync("GET", "things?select=id", null, ("Prefer", "count=exact"));
        Answer head = await Project.ServiceAsync("HEAD", "things?id=gt.1", null, ("Prefer", "count=exact"));
        Answer none = await Project.ServiceAsync("GET", "things?id=gt.9", null, ("Prefer", "count=exact"));
        Answer beyond = await Project.ServiceAsync("GET", "things?offset=9", null, ("Prefer", "count=exact"));
        Answer unknown = await Project.ServiceAsync("GET", "things?offset=9");
        Answer planned = await Project.ServiceAsync("GET", "things", null, ("Prefer", "count=planned"));
        Answer estimated = await Project.ServiceAsync("GET", "things", null, ("Prefer", "count=estimated"));
        Answer wrong = await Project.ServiceAsync("GET", "things", null, ("Range", "3-1"));

        Assert.Equal((206, "1-2/4", "2,3", "count=exact"), (
            part.Status, part.ContentRange, part.Ids, part.Headers["Preference-Applied"]));
        Assert.Equal((200, "0-3/4"), (all.Status, all.ContentRange));
        Assert.Equal((200, "0-2/3", ""), (head.Status, head.ContentRange, head.Text));
        Assert.Equal((200, "*/0", "[]"), (none.Status, none.ContentRange, none.Text));
        Assert.Equal((416, "PGRST103"), (beyond.Status, beyond.Code));
        Assert.Equal("An offset of 9 was requested, but there are only 4 rows.", (string?)beyond.Json["details"]);
        Assert.Equal((200, "*/*", "[]"), (unknown.Status, unknown.ContentRange, unknown.Text));
        Assert.StartsWith("0-3/", planned.ContentRange, StringComparison.Ordinal);
        Assert.NotEqual("0-3/*", planned.ContentRange);
        Assert.NotEqual("0-3/*", estimated.ContentRange);
        Assert.Equal((416, "PGRST103"), (wrong.Status, wrong.Code));
    }

    [Fact]
    public async Task An_answer_has_no_more_rows_than_the_platform_allows()
    {
        await using RestProject project = await RestProject.StartAsync(
            server, "CREATE TABLE public.many AS SELECT generate_series(1, 1495) AS id");

        Answer usual = await project.ServiceAsync("GET", "many?limit=5000", null, ("Prefer", "count=exact"));
        await project.Database.RunAsync(
            $"ALTER ROLE authenticator IN DATABASE {project.Database.Name} SET pgrst.db_max_rows = '2'; NOTIFY pgrst, 'reload config'");
        Answer fewer = await project.ServiceAsync("GET", "many", null, ("Prefer", "count=exact"));

        Assert.Equal((206, "0-999/1495", 1000), (usual.Status, usual.ContentRange, usual.Json.AsArray().Count));
        Assert.Equal((206, "0-1/1495"), (fewer.Status, fewer.ContentRange));
    }

    [Fact]
    public async Task One_object_is_one_row()
    {
        (string, string) single = ("Accept", "application/vnd.pgrst.object+json");
        Answer one = await Project.ServiceAsync("GET", "things?id=eq.1&select=id", null, single);
        Answer none = await Project.ServiceAsync("GET", "things?id=eq.9", null, single);
        Answer many = await Project.ServiceAsync("GET", "things", null, single);
        Answer view = await Project.ServiceAsync("GET", "cheap", null, single);

        Assert.Equal((200, """{"id":1}""", "application/vnd.pgrst.object+json; charset=utf-8"), (one.Status, one.Text, one.ContentType));
        Assert.Equal((406, "PGRST116", "The result contains 0 rows"), (none.Status, none.Code, (string?)none.Json["details"]));
        Assert.Equal((406, "The result contains 4 rows"), (many.Status, (string?)many.Json["details"]));
        Assert.Equal("""{"id":1,"price":1.50}""", view.Text);
    }

    [Theory]
    [InlineData("nothings", 404, "PGRST205", "Could not find the table 'public.nothings' in the schema cache")]
    [InlineData("things?select=id,parts(*)", 400, "PGRST200", "Could not find a relationship between 'things' and 'parts' in the schema cache")]
    [InlineData("things?select=id,...parts(name)", 400, "PGRST200", "Could not find a relationship between 'things' and 'parts' in the schema cache")]
    [InlineData("things?select=price.sum()", 400, "PGRST123", "Use of aggregate functions is not allowed")]
    [InlineData("things?select=count()", 400, "PGRST123", "Use of aggregate functions is not allowed")]
    [InlineData("things?select=nope", 400, "42703", "column things.nope does not exist")]
    [InlineData("things?nope=eq.1", 400, "42703", "column things.nope does not exist")]
    [InlineData("things?id=noop.1", 400, "PGRST100", "\"failed to parse filter (noop.1)\" (line 1, column 1)")]
    [InlineData("things?id=1", 400, "PGRST100", "\"failed to parse filter (1)\" (line 1, column 1)")]
    [InlineData("things?id=is.maybe", 400, "PGRST100", "\"failed to parse filter (is.maybe)\" (line 1, column 4)")]
    [InlineData("things?id=in.1", 400, "PGRST100", "\"failed to parse filter (in.1)\" (line 1, column 4)")]
    [InlineData("things?order=id.sideways", 400, "PGRST100", null)]
    [InlineData("things?or=id.eq.1", 400, "PGRST100", null)]
    [InlineData("things?or=(id.eq.1", 400, "PGRST100", null)]
    [InlineData("things?select=id;drop", 400, "PGRST100", null)]
    [InlineData("things?select=id::int);--", 400, "PGRST100", null)]
    [InlineData("things?select=id::nosuchtype", 400, "42704", "type \"nosuchtype\" does not exist")]
    [InlineData("things?parts.id=eq.1", 400, "PGRST108", "'parts' is not an embedded resource in this request")]
    [InlineData("things?parts.order=id", 400, "PGRST108", "'parts' is not an embedded resource in this request")]
    [InlineData("things?name=fts.word", 400, "PGRST127", "Feature not implemented")]
    [InlineData("things?id=eq.x", 400, "22P02", "invalid input syntax for type integer: \"x\"")]
    [InlineData("things?id=like.x", 404, "42883", null)]
    [InlineData("things?limit=-1", 416, "PGRST103", "Requested range not satisfiable")]
    [InlineData("a/b", 404, "PGRST125", "Invalid path specified in request URL")]
    [InlineData("a/b/c/d", 404, "PGRST125", "Invalid path specified in request URL")]
    [InlineData("", 404, "PGRST126", "Root endpoint metadata is disabled")]
    public async Task What_it_does_not_do_it_says_in_the_real_ones_form(string path, int status, string code, string? message)
    {
        Answer answer = await Project.ServiceAsync("GET", path);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (message is not null) Assert.Equal(message, answer.Message);
        Assert.Equal(["code", "message", "details", "hint"], answer.Json.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Other_methods_types_and_schemas_are_refused()
    {
        Answer put = await Project.ServiceAsync("PUT", "things", "{}");
        Answer patchCall = await Project.ServiceAsync("PATCH", "rpc/increment_rate_limit", "{}");
        Answer csv = await Project.ServiceAsync("GET", "things", null, ("Accept", "text/csv"));
        Answer schema = await Project.ServiceAsync("GET", "things", null, ("Accept-Profile", "auth"));
        Answer near = await Project.ServiceAsync("GET", "thinks");

        Assert.Equal((405, "PGRST117"), (put.Status, put.Code));
        Assert.Equal((405, "PGRST101", "Cannot use the PATCH method on RPC"), (patchCall.Status, patchCall.Code, patchCall.Message));
        Assert.Equal((406, "PGRST107", "None of these media types are available: text/csv"), (csv.Status, csv.Code, csv.Message));
        Assert.Equal((406, "PGRST106", "Only the following schemas are exposed: public, graphql_public"), (
            schema.Status, schema.Code, (string?)schema.Json["hint"]));
        Assert.Equal("Perhaps you meant the table 'public.things'", (string?)near.Json["hint"]);
    }

    [Theory]
    [InlineData("'; DROP TABLE public.things; --")]
    [InlineData("\" OR 1=1 --")]
    [InlineData("$1")]
    [InlineData("\\'; SELECT 1")]
    [InlineData("%00")]
    [InlineData("a\u0000b")]
    [InlineData("{\"a\",NULL}")]
    [InlineData("\ud83d\ude00 ’ ü")]
    [InlineData("))))")]
    public async Task Hostile_values_and_names_are_just_that(string text)
    {
        string hostile = Uri.EscapeDataString(text);
        Answer value = await Project.ServiceAsync("GET", $"things?name=eq.{hostile}");
        Answer list = await Project.ServiceAsync("GET", $"things?name=in.(\"{Uri.EscapeDataString(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\")");
        Answer column = await Project.ServiceAsync("GET", $"things?select=%22{Uri.EscapeDataString(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}%22");
        Answer table = await Project.ServiceAsync("GET", hostile);
        Answer alias = await Project.ServiceAsync("GET", $"things?select=%22{Uri.EscapeDataString(text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}%22:id&id=eq.1");

        bool hasZero = text.Contains('\0', StringComparison.Ordinal);
        Assert.Equal(hasZero ? 400 : 200, value.Status);
        Assert.Equal(hasZero ? 400 : 200, list.Status);
        Assert.Equal(hasZero ? "22021" : null, hasZero ? value.Code : null);
        if (!hasZero) Assert.Equal("[]", value.Text);
        Assert.Equal((400, "42703"), (column.Status, column.Code));
        Assert.Equal((404, "PGRST205"), (table.Status, table.Code));
        Assert.Equal(200, alias.Status);
        Assert.Equal(4, await Project.Database.ValueAsync<int>("SELECT count(*) FROM public.things"));
    }

    [Fact]
    public async Task What_is_nested_without_end_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("and(", 9_000));
        Answer answer = await Project.ServiceAsync("GET", $"things?or=({deep}");

        Assert.Equal((400, "PGRST100"), (answer.Status, answer.Code));
    }
}
