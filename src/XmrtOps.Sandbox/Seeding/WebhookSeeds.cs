namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// webhook_logs, which two queues share, and rate_limits, which gets a row for every single call.
/// </summary>
internal static class WebhookSeeds
{
    private const string WebhookColumns =
        "id, webhook_name, trigger_table, trigger_operation, payload, response, status, error_message, created_at, "
        + "event_source, event_type, processing_status, dispatcher_result, dispatched_at";

    private static readonly string[] RouterEvents =
    [
        "github:push", "github:push", "github:issues", "github:pull_request", "vercel:deployment.succeeded",
        "vercel:deployment.error", "supabase:task_update",
    ];

    private static readonly (string Name, string Table, string Operation)[] Hooks =
    [
        ("vectorize_memory", "memory_contexts", "INSERT"),
        ("vectorize_memory", "memory_contexts", "INSERT"),
        ("vectorize_memory", "memory_contexts", "INSERT"),
        ("auto_extract_knowledge", "conversation_messages", "INSERT"),
        ("agent_failure", "eliza_activity_log", "UPDATE"),
        ("proposal_status_change", "edge_function_proposals", "UPDATE"),
        ("system_maintenance", "system", "MAINTENANCE"),
        ("multi_step_workflow", "workflow_executions", "WEBHOOK"),
        ("execute-scheduled-actions", "scheduled_actions", "WEBHOOK"),
    ];

    private static readonly string[] Errors =
        ["fetch failed", "Edge Function returned a non-2xx status code", "The signal has been aborted"];

    private static readonly string[] Callers =
        ["lovable-chat", "code-monitor-daemon", "unknown", "trusted-client", "python-executor", "eliza-self-evaluation"];

    private static readonly string[] HotCallers =
        ["lovable-chat", "lovable-chat", "lovable-chat", "trusted-client", "trusted-client", "203.0.113.7"];

    private static readonly string[] Endpoints =
        ["agent-manager:list_tasks", "github-integration:create_issue", "/api/mining-proxy", "task-orchestrator:assign"];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        var hooks = context.Scaled(21_000);
        yield return new("public.webhook_logs", WebhookColumns, hooks,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, hooks, ref random);
                // A clock that ran ahead, and rows whose writer left the time out: neither ever falls due by its age.
                DateTime? created = unit == hooks / 2 ? context.Now.AddDays(3) : random.Below(200) == 0 ? null : time;
                switch (random.Below(100))
                {
                    case < 25:
                        WriteRouted(rows, created, ref random);
                        break;
                    case < 30:
                        WriteTriggered(rows, created, ref random);
                        break;
                    default:
                        WriteHook(rows, created, ref random);
                        break;
                }
            });

        var calls = context.Scaled(6_000);
        var recent = calls / 8;
        yield return new("public.rate_limits",
            "id, identifier, endpoint, request_count, window_start, created_at", calls,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var old = calls - recent;
                var hot = unit >= old;
                var time = hot
                    ? context.Clock.Recent(unit - old, recent, 60, ref random)
                    : context.Clock.Spread(unit, old, ref random);
                rows.Row().Uuid(random.Uuid()).Text(Caller(hot, ref random)).Text(random.Pick(Endpoints)).Int32(1)
                    .Time(time).Time(time);
            });
    }

    private static string Caller(bool hot, ref SeededRandom random)
    {
        if (hot && random.Chance(80))
            return random.Pick(HotCallers);
        return random.Chance(70) ? random.Pick(Callers) : Addresses.At(random.Below(Addresses.V4Count + 200))
            .ToString();
    }

    // The event router's rows: finished by processing_status, while status stays pending for ever.
    private static void WriteRouted(CopyBuffer rows, DateTime? created, ref SeededRandom random)
    {
        var type = random.Pick(RouterEvents);
        var processing = random.Below(100) switch
        {
            < 60 => "completed",
            < 85 => "dispatched",
            < 92 => "partial_failure",
            _ => "pending",
        };
        rows.Row().Uuid(random.Uuid()).Text(type).Text("external").Text("WEBHOOK")
            .Json($$"""{"delivery":"{{random.Uuid()}}","ref":"refs/heads/main"}""").Null().Text("pending").Null()
            .Time(created).Text(type[..type.IndexOf(':', StringComparison.Ordinal)]).Text(type).Text(processing);
        if (processing == "pending")
            rows.Null().Null();
        else
            rows.Json($$"""{"actions":{{random.Between(1, 3)}},"failed":{{(processing == "partial_failure" ? 1 : 0)}}}""")
                .Time(created?.AddMilliseconds(random.Between(200, 9_000)));
    }

    // Written by a trigger with an event_source that no dispatcher picks up: pending in both columns for ever.
    private static void WriteTriggered(CopyBuffer rows, DateTime? created, ref SeededRandom random)
    {
        rows.Row().Uuid(random.Uuid()).Text("community_idea_created").Text("community_ideas").Text("INSERT")
            .Json($$"""{"idea_id":"{{random.Uuid()}}"}""").Null().Text("pending").Null().Time(created)
            .Text("supabase").Text("community_idea").Text("pending").Null().Null();
    }

    // All other writers: finished by status, while processing_status keeps its default.
    private static void WriteHook(CopyBuffer rows, DateTime? created, ref SeededRandom random)
    {
        var (name, table, operation) = random.Pick(Hooks);
        var status = random.Below(100) switch
        {
            < 18 => "pending",
            < 20 => "processing",
            < 45 => "sent",
            < 94 => "completed",
            _ => "failed",
        };
        rows.Row().Uuid(random.Uuid()).Text(name).Text(table).Text(operation)
            .Json($$"""{"record_id":"{{random.Uuid()}}","attempt":{{random.Between(1, 3)}}}""");
        if (status == "completed")
            rows.Json("""{"status":200}""");
        else
            rows.Null();
        rows.Text(status).Text(status == "failed" ? random.Pick(Errors) : null).Time(created)
            .Null().Null().Text("pending").Null().Null();
    }
}
