using XmrtOps.Sandbox.Seeding;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Sandbox.Logs;

/// <summary>A week of the platform's logs. The calls of edge functions are those that edge_function_logs records.</summary>
internal static partial class LogSeeds
{
    private const string Table = LogDatabase.Schema + ".logs";
    private const string Columns = "id, \"timestamp\", source, event_message, severity_text, log_attributes";
    private const int Days = 7;
    private const int Minutes = Days * 24 * 60;
    private const int InTheLastHour = 60;

    private static readonly string[] Regions = ["us-east-1", "eu-central-1", "ap-southeast-1"];

    private static readonly (string Method, string Path, int Good)[] Requests =
    [
        ("GET", "/rest/v1/conversation_messages", 200),
        ("GET", "/rest/v1/conversation_messages", 200),
        ("GET", "/rest/v1/conversation_sessions", 200),
        ("POST", "/rest/v1/conversation_messages", 201),
        ("PATCH", "/rest/v1/conversation_sessions", 204),
        ("GET", "/rest/v1/memory_contexts", 200),
        ("POST", "/rest/v1/rpc/increment_rate_limit", 204),
        ("POST", "/auth/v1/token", 200),
        ("GET", "/auth/v1/user", 200),
        ("GET", "/storage/v1/object/public/avatars/eliza.png", 200),
    ];

    public static IReadOnlyList<TableSeed> All(SeedContext context) =>
    [
        FunctionCalls(context),
        Of(context, 4_000, WriteRequest),
        Of(context, 1_500, WriteStatement),
        Of(context, 800, WriteSignIn),
        Of(context, 400, WriteService),
    ];

    /// <summary>Rows over the whole week, and some of them in its last hour.</summary>
    private static TableSeed Of(SeedContext context, int count, LogWriter write)
    {
        // COPY seeds a table's rows by its name: several writers of one table have to differ by themselves.
        var subject = SeededRandom.Subject(write.Method.Name);
        var rows = context.Scaled(count);
        return new(Table, Columns, rows + InTheLastHour, (CopyBuffer buffer, ref SeededRandom _, long unit) =>
        {
            var random = context.Random(subject, unit);
            var recent = unit - rows;
            var time = recent >= 0
                ? context.Clock.Recent(recent, InTheLastHour, 60, ref random)
                : context.Clock.Recent(unit, rows, Minutes, ref random);
            write(buffer, time, ref random);
        });
    }

    private static TableSeed FunctionCalls(SeedContext context)
    {
        var subject = SeededRandom.Subject("log of edge call");
        var all = EdgeCallFacts.Count(context);
        var first = (all - 96) * (SeedClock.Days - Days - 1) / SeedClock.Days;
        return new(Table, Columns, all - first, (CopyBuffer rows, ref SeededRandom _, long unit) =>
        {
            var call = new EdgeCallFacts(context, first + unit);
            if (call.At >= context.Now.AddDays(-Days)) WriteCall(rows, call, context.Random(subject, unit));
        });
    }

    private static void WriteCall(CopyBuffer rows, EdgeCallFacts call, SeededRandom random)
    {
        var function = EdgeFunction.IdOf(call.Function);
        rows.Row().Uuid(random.Uuid()).Time(call.At).Text("function_edge_logs")
            .Text($"POST | {call.StatusCode} | /functions/v1/{call.Function}").Text("")
            .Json($$"""
                {"response.status_code":"{{call.StatusCode}}","request.method":"POST","request.pathname":"/functions/v1/{{call.Function}}","function_id":"{{function}}","execution_id":"{{call.RequestId}}","execution_time_ms":"{{call.ExecutionMs}}","deployment_id":"{{call.DeploymentId}}","version":"7","response.headers.x_sb_edge_region":"{{random.Pick(Regions)}}"}
                """);
        var written = call.At.AddTicks(-TimeSpan.TicksPerMillisecond * random.Between(1, 60));
        WriteLine(rows, written, call, function, "info", $"{call.Function}: request {call.RequestId} received", ref random);
        if (call.Error is not { } error) return;

        // The platform's own words for what it ends itself; the code's, with colours as a console has them, for the rest.
        var text = call.StatusCode == 546
            ? "WORKER_LIMIT: CPU time soft limit reached: isolate shut down"
            : $"\e[31mError\e[0m: {error}\n    at handler (file:///src/index.ts:42:13) request {call.RequestId}";
        WriteLine(rows, call.At, call, function, "error", text, ref random);
    }

    private static void WriteLine(
        CopyBuffer rows, DateTime at, EdgeCallFacts call, Guid function, string level, string text, ref SeededRandom random) =>
        rows.Row().Uuid(random.Uuid()).Time(at).Text("function_logs").Text(text).Text("")
            .Json($$"""
                {"level":"{{level}}","event_type":"Log","function_id":"{{function}}","execution_id":"{{call.RequestId}}","deployment_id":"{{call.DeploymentId}}","version":"7"}
                """);

    private static void WriteRequest(CopyBuffer rows, DateTime at, ref SeededRandom random)
    {
        var (method, path, good) = random.Pick(Requests);
        var status = random.Below(1_000) switch { < 965 => good, < 980 => 401, < 985 => 404, < 993 => 429, < 997 => 500, _ => 503 };
        rows.Row().Uuid(random.Uuid()).Time(at).Text("edge_logs").Text($"{method} | {status} | {path}").Text("")
            .Json($$"""
                {"request.method":"{{method}}","request.path":"{{path}}","request.search":"","response.status_code":"{{status}}","response.origin_time":"{{random.Between(3, 900)}}","identifier":"sandbox"}
                """);
    }

    private delegate void LogWriter(CopyBuffer rows, DateTime at, ref SeededRandom random);
}
