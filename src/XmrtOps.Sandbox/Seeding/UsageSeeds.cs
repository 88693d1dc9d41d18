namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// eliza_function_usage: what the usage logger writes, and each edge call four times more, since the synchronisation
/// runs every quarter of an hour and looks back a whole one.
/// </summary>
internal static class UsageSeeds
{
    private const int Copies = 4;
    private static readonly string[] Tools = ["execute_python", "list_agents", "create_task", "search_memory"];
    private static readonly string[] Categories = ["general", "python", "agents", "memory"];
    private static readonly string[] Executives = ["Eliza", "CSO", "CTO", "CIO", "CAO"];
    private static readonly string[] Versions = ["2025-11-27", "2025-11-20", "2025-11-03"];

    public static TableSeed FunctionUsage(SeedContext context) => new(
        "public.eliza_function_usage",
        "id, function_name, invoked_at, invoked_by, success, execution_time_ms, error_message, context, created_at, "
        + "deployment_version, function_hash, deployment_id, executive_name, parameters, metadata, tool_category",
        EdgeCallFacts.Count(context),
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var call = new EdgeCallFacts(context, unit);
            var synchronised = NextQuarter(call.At);
            for (var copy = 0; copy < Copies && synchronised <= context.Now; copy++)
            {
                rows.Row().Uuid(random.Uuid()).Text(call.Function).Time(call.At).Text("edge_function")
                    .Bool(call.Succeeded).Int32(call.ExecutionMs).Text(call.Error)
                    .Text($$"""{"source":"edge_function_logs","status_code":{{call.StatusCode}}}""").Time(synchronised)
                    .Text("backfill_edge_logs").Null().Text(call.DeploymentId).Null().Json("{}").Json("{}")
                    .Text("general");
                synchronised = synchronised.AddMinutes(15);
            }

            WriteToolCall(rows, call.At, ref random);
        });

    private static void WriteToolCall(CopyBuffer rows, DateTime time, ref SeededRandom random)
    {
        var tool = random.Below(Tools.Length);
        var version = random.Below(Versions.Length);
        var failed = random.Chance(4);
        rows.Row().Uuid(random.Uuid()).Text(Tools[tool]).Time(time).Text("eliza").Bool(!failed)
            .Int32(random.Between(20, 9_000)).Text(failed ? "Tool returned no result" : null)
            .Text("""{"source":"tool_call"}""").Time(time).Text(Versions[version])
            // One hash for each version of a function: two would make the materialized view's unique index fail.
            .Text($"{SeededRandom.Subject(Tools[tool] + Versions[version]):x16}").Null()
            .Text(random.Pick(Executives)).Json("{}").Json("{}").Text(Categories[tool]);
    }

    private static DateTime NextQuarter(DateTime time)
    {
        const long quarter = 15 * TimeSpan.TicksPerMinute;
        return new DateTime((time.Ticks / quarter + 1) * quarter, DateTimeKind.Utc);
    }
}
