namespace XmrtOps.Sandbox.Seeding;

/// <summary>What functions write about their own runs.</summary>
internal static class ActivitySeeds
{
    // 'agent_execution' is left out: failed rows of it call pg_net from a trigger.
    private static readonly string[] Activities =
    [
        "python_execution", "python_execution", "task_created", "task_assigned", "agent_spawned", "system_health_check",
        "system_health_check", "event_dispatch", "ecosystem_monitoring", "tool_execution", "tool_execution",
        "webhook_sent", "gatekeeper_call", "gatekeeper_error", "schema_protection",
    ];

    private static readonly string[] ActivityStates =
    [
        "completed", "completed", "completed", "completed", "completed", "completed", "failed", "in_progress", "pending",
        "running", "partial_failure", "error", "blocked", "rejected", "info", "warning", "degraded", "healthy",
    ];

    private static readonly string[] ApiFunctions = ["system-health", "system-health", "opportunity-scanner", "lovable-chat"];
    private static readonly string[] PythonStates =
        ["completed", "completed", "completed", "completed", "COMPLETED", "error", "failed", "FAILED"];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        var activities = context.Scaled(5_000);
        yield return new("public.eliza_activity_log",
            "id, activity_type, title, description, metadata, status, created_at, "
            + "mentioned_to_user, updated_at, function_name",
            activities,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = unit == activities / 3
                    ? context.Now.AddDays(2)
                    : context.Clock.Spread(unit, activities, ref random);
                var type = random.Pick(Activities);
                rows.Row().Uuid(random.Uuid()).Text(type).Text($"{type}: run {unit}")
                    .Text("Recorded by the function at the end of its run.")
                    .Json($$"""{"duration_ms":{{random.Below(9_000)}}}""")
                    .Text(random.Pick(ActivityStates)).Time(time).Bool(random.Chance(30)).Time(time)
                    .Text(random.Chance(60) ? "system-health" : null);
            });

        var calls = context.Scaled(6_000);
        yield return new("public.api_call_logs",
            "id, function_name, called_at, execution_time_ms, status, error_message, request_payload, response_data, "
            + "caller_context, created_at",
            calls,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, calls, ref random);
                var status = random.Below(1000) switch { < 951 => "success", < 973 => "error", < 995 => "timeout", _ => "pending" };
                var milliseconds = status == "timeout" ? 30_000 : random.Between(50, 4_000);
                rows.Row().Uuid(random.Uuid()).Text(random.Pick(ApiFunctions)).Time(time)
                    .Int32(status == "pending" ? null : milliseconds).Text(status);
                WriteApiError(rows, status, milliseconds, ref random);
                rows.Json("""{"snapshot_type":"hourly"}""").Null().Json("""{"trigger":"cron"}""").Time(time);
            });

        yield return new("public.edge_function_logs",
            "id, function_name, event_type, event_message, level, status_code, execution_time_ms, "
            + "request_id, metadata, \"timestamp\"",
            EdgeCallFacts.Count(context),
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var call = new EdgeCallFacts(context, unit);
                rows.Row().Uuid(random.Uuid()).Text(call.Function).Text("execution").Text(call.Error ?? "completed")
                    .Text(call.Succeeded ? "info" : "error").Int32(call.StatusCode).Int32(call.ExecutionMs)
                    .Text($"{call.RequestId}").Json($$"""{"deployment_id":"{{call.DeploymentId}}"}""").Time(call.At);
            });

        yield return UsageSeeds.FunctionUsage(context);

        var executions = context.Scaled(1_000);
        yield return new("public.eliza_python_executions",
            "id, code, output, status, exit_code, error_message, execution_time_ms, source, created_at", executions,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, executions, ref random);
                var status = random.Pick(PythonStates);
                var failed = status is "error" or "failed" or "FAILED";
                rows.Row().Uuid(random.Uuid()).Text("import json\nprint(json.dumps({'ok': True}))")
                    .Text(failed ? null : "{\"ok\": true}").Text(status).Int32(failed ? 1 : 0)
                    .Text(failed ? "ModuleNotFoundError: No module named 'requests'" : null)
                    .Int32(random.Between(30, 12_000)).Text(random.Chance(70) ? "eliza" : "python-fixer-agent")
                    .Time(time);
            });
    }

    // Some texts carry an id or a duration: grouped by raw text, one fault falls apart into many.
    private static void WriteApiError(CopyBuffer rows, string status, int milliseconds, ref SeededRandom random)
    {
        if (status is "success" or "pending")
            rows.Null();
        else if (status == "timeout")
            rows.Text($"Function timed out after {milliseconds} ms");
        else
            _ = random.Below(5) switch
            {
                0 => rows.Text("fetch failed"),
                1 => rows.Text("Edge Function returned a non-2xx status code"),
                2 => rows.Text("unrecognized configuration parameter \"app.settings.service_role_key\""),
                3 => rows.Text($"Task {random.Uuid()} failed after {milliseconds} ms"),
                _ => rows.Null(),
            };
    }
}
