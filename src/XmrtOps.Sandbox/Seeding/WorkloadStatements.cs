namespace XmrtOps.Sandbox.Seeding;

/// <summary>What the application asks of its database: much that is cheap, and some that no index serves.</summary>
internal static class WorkloadStatements
{
    private const string Service = "service_role";
    private const string Visitor = "authenticated";

    public static IEnumerable<WorkloadStatement> All(SeedContext context, int scale)
    {
        var now = context.Now;
        var sessions = SessionFacts.Count(context);
        SessionFacts Session(int call) => SessionFacts.At(context, call * 7919L % sessions);

        // What scans whole tables is called less often the larger they are.
        int Slow(int calls) => Math.Max(1, calls / (1 + scale / 10));

        return Scans(now, Slow, Session).Concat(Lookups(context, now, Session))
            .Concat(Writes(context, now, Slow, Session));
    }

    private static IEnumerable<WorkloadStatement> Scans(
        DateTime now, Func<int, int> slow, Func<int, SessionFacts> session) =>
    [
        new(Service, slow(12), """
            SELECT identifier, endpoint, request_count, window_start FROM public.rate_limits
            WHERE window_start > $1 ORDER BY window_start DESC LIMIT $2
            """, _ => [now.AddHours(-1), 100]),
        new(Service, slow(8), """
            SELECT id, webhook_name, status, payload FROM public.webhook_logs
            WHERE created_at > $1 ORDER BY created_at DESC LIMIT $2
            """, call => [now.AddHours(-1 - call), 100]),
        new(Service, slow(10), """
            SELECT * FROM public.conversation_messages WHERE "timestamp" > $1 ORDER BY "timestamp" DESC LIMIT $2
            """, call => [now.AddHours(-1 - call), 100]),
        new(Service, slow(8), """
            SELECT error_message, count(*) FROM public.api_call_logs
            WHERE status = $1 AND created_at > $2 GROUP BY error_message ORDER BY count(*) DESC LIMIT 10
            """, call => ["error", now.AddDays(-1 - call)]),
        new(Service, slow(4), """
            SELECT s.session_key, s.title, count(m.id) AS messages, max(m."timestamp") AS last_message
            FROM public.conversation_sessions s JOIN public.conversation_messages m ON m.session_id = s.id
            WHERE s.is_active AND s.updated_at > $1
            GROUP BY s.id ORDER BY last_message DESC LIMIT 50
            """, call => [now.AddDays(-30 - call)]),
        new(Service, slow(4), """
            SELECT date_trunc('hour', m."timestamp") AS hour, count(DISTINCT m.session_id) AS users
            FROM public.conversation_messages m WHERE m."timestamp" > $1 GROUP BY 1 ORDER BY 1
            """, call => [now.AddDays(-7 - call)]),
        new(Service, slow(6), """
            SELECT * FROM public.edge_function_logs WHERE "timestamp" > $1 ORDER BY "timestamp"
            """, call => [now.AddMinutes(-60 - 15 * call)]),
        new(Service, slow(20), "SELECT * FROM public.conversation_history WHERE session_id = $1", call => [session(call).Id]),
        new(Service, slow(5), "SELECT * FROM public.system_health_summary", _ => []),
        new(Service, slow(2), "SELECT * FROM public.get_cron_jobs_status()", _ => []),
    ];

    private static IEnumerable<WorkloadStatement> Lookups(
        SeedContext context, DateTime now, Func<int, SessionFacts> session) =>
    [
        new(Service, 150, """
            SELECT id, session_key, title, is_active FROM public.conversation_sessions
            WHERE session_key = $1 AND is_active = $2
            """, call => [session(call).Key, true]),
        new(Service, 120, """
            SELECT id, message_type, content, "timestamp" FROM public.conversation_messages
            WHERE session_id = $1 ORDER BY "timestamp" DESC LIMIT $2
            """, call => [session(call).Id, 50]),
        new(Service, 40, "SELECT service_name, is_healthy, error_message FROM public.api_key_health", _ => []),
        new(Visitor, 40, """
            SELECT id, title, status, created_at FROM public.eliza_activity_log
            WHERE activity_type = $1 ORDER BY created_at DESC LIMIT $2
            """, call => [call % 2 == 0 ? "python_execution" : "system_health_check", 20]),
        new(Visitor, 40, """
            SELECT content, importance_score FROM public.memory_contexts
            WHERE user_id = $1 AND context_type = $2
            """, call => [AuthSeeds.UserId(context, call % 50).ToString(), "preference"]),
        new(Visitor, 20, """
            SELECT name, status, last_seen FROM public.agents WHERE status <> 'ARCHIVED' ORDER BY name
            """, _ => []),
        new(Visitor, 10, """
            SELECT health_score, health_status, recorded_at FROM public.system_performance_logs
            WHERE recorded_at > $1 ORDER BY recorded_at DESC LIMIT 24
            """, _ => [now.AddDays(-1)]),
    ];

    private static IEnumerable<WorkloadStatement> Writes(
        SeedContext context, DateTime now, Func<int, int> slow, Func<int, SessionFacts> session)
    {
        var subject = SeededRandom.Subject("workload event");
        return
        [
            new(Service, 40, "UPDATE public.agents SET last_seen = $1, heartbeat_ms = $2 WHERE id = $3",
                call => [now.AddSeconds(call - 40), 30_000, "agent-" + (call % 12).ToString("d2", null)]),
            new(Service, 20, """
                INSERT INTO public.frontend_events (id, event_type, ip_address, user_agent, session_id, occurred_at)
                VALUES ($1, $2, $3, $4, $5, $6)
                """, call =>
            [
                context.Id(subject, call), "page_view", Addresses.At(call), "Mozilla/5.0", session(call).Key,
                now.AddMinutes(-2 * call),
            ]),
            // The retention that finds nothing: nothing is that old.
            new(Service, slow(3), "DELETE FROM public.webhook_logs WHERE created_at < $1", _ => [now.AddYears(-1)]),
            // What the browser does on closing, and RLS turns into UPDATE 0.
            new(Visitor, 10, "UPDATE public.conversation_sessions SET is_active = $1 WHERE session_key = $2",
                call => [false, session(call).Key]),
        ];
    }
}
