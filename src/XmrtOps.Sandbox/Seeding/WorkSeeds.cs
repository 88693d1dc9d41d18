using System.Globalization;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>Agents, tasks, workflows, the job queue and the many small tables around them.</summary>
internal static class WorkSeeds
{
    private const int TaskCount = 120;
    private const int JobCount = 300;
    private static readonly ulong JobSubject = SeededRandom.Subject("job");
    private static readonly string[] AgentNames =
    [
        "Integrator", "Architect", "Security", "Strategy", "Community", "Treasury", "Mining", "Content", "Research",
        "Quality", "Operations", "Retired",
    ];

    private static readonly string[] TaskStates =
        ["PENDING", "CLAIMED", "IN_PROGRESS", "BLOCKED", "DONE", "COMPLETED", "COMPLETED", "CANCELLED", "FAILED"];

    private static readonly string[] TaskStages = ["DISCUSS", "PLAN", "EXECUTE", "VERIFY", "INTEGRATE"];
    private static readonly string[] JobStates = ["done", "done", "done", "queued", "leased", "failed"];
    private static readonly string[] StepNames = ["collect", "analyse", "decide", "act"];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        yield return new("public.agents",
            "id, name, role, status, last_seen, heartbeat_ms, created_at", AgentNames.Length,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Text(Agent(unit)).Text(AgentNames[unit]).Text("worker")
                    .Text(unit == AgentNames.Length - 1 ? "ARCHIVED" : unit == 6 ? "ERROR" : random.Chance(40) ? "BUSY" : "IDLE")
                    .Time(context.Now.AddSeconds(-random.Below(900))).Int32(30_000).Time(context.Clock.Start));
        yield return new("public.tasks",
            "id, title, status, stage, assignee_agent_id, blocking_reason, created_at, updated_at", TaskCount,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, TaskCount, ref random);
                var status = random.Pick(TaskStates);
                rows.Row().Text($"task-{unit:d4}").Text($"Improve component {unit}").Text(status)
                    .Text(random.Pick(TaskStages))
                    .Text(status == "PENDING" ? null : Agent(random.Below(AgentNames.Length)))
                    .Text(status == "BLOCKED" ? "Waiting for a review" : null).Time(time).Time(time);
            });
        yield return new("public.task_executions",
            "id, task_id, status, execution_start, execution_end, error_message", 300,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, 300, ref random);
                var status = unit >= 297 ? "running" : random.Below(10) switch { 0 => "failed", 1 => "timeout", _ => "completed" };
                rows.Row().Uuid(random.Uuid()).Text($"task-{random.Below(TaskCount):d4}").Text(status).Time(time)
                    .Time(status == "running" ? null : time.AddSeconds(random.Between(2, 900)))
                    .Text(status == "failed" ? "Agent returned no plan" : null);
            });
        yield return new("public.scheduled_actions",
            "id, session_key, action_name, action_type, schedule_expression, is_active, "
            + "next_execution, last_execution, created_at", 60,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var active = random.Chance(60);
                rows.Row().Uuid(random.Uuid()).Text(SessionFacts.At(context, unit * 20).Key).Text("check payout")
                    .Text("reminder").Text("0 9 * * *").Bool(active)
                    .Time(active ? context.Now.AddMinutes(random.Between(5, 1_400)) : null)
                    .Time(context.Now.AddMinutes(-random.Between(5, 1_400)))
                    .Time(context.Clock.Spread(unit, 60, ref random));
            });
        yield return new("public.workflow_executions", "id, workflow_id, name, status, started_at, completed_at", 80,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, 80, ref random);
                rows.Row().Uuid(random.Uuid()).Text($"wf-{unit:d4}").Text("weekly report").Text("completed").Time(time)
                    .Time(time.AddMinutes(random.Between(1, 40)));
            });
        yield return new("public.workflow_steps", "id, workflow_id, step_index, name, status, assignee_agent_id", 80,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                for (var step = 0; step < StepNames.Length; step++)
                    rows.Row().Uuid(random.Uuid()).Text($"wf-{unit:d4}").Int32(step).Text(StepNames[step])
                        .Text("completed")
                        .Text(Agent(random.Below(AgentNames.Length)));
            });
        yield return new("public.user_worker_mappings", "id, worker_id, created_at", 60,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Text($"worker-{unit:d3}")
                    .Time(context.Clock.Spread(unit, 60, ref random)));
        yield return new("public.jobs",
            "id, queue_name, job_type, payload, status, attempts, max_retries, run_at, "
            + "leased_until, lease_token, created_at", JobCount,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, JobCount, ref random);
                var status = random.Pick(JobStates);
                rows.Row().Uuid(context.Id(JobSubject, unit)).Text(random.Chance(70) ? "default" : "mining")
                    .Text("sync")
                    .Json("{}").Text(status).Int32(status == "failed" ? 3 : 1).Int32(3).Time(time)
                    .Time(status == "leased" ? context.Now.AddMinutes(5) : null)
                    .Uuid(status == "leased" ? random.Uuid() : null).Time(time);
            });
        yield return new("public.job_attempts", "id, job_id, success, error, started_at, finished_at", JobCount,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Spread(unit, JobCount, ref random);
                var success = random.Chance(85);
                rows.Row().Uuid(random.Uuid()).Uuid(context.Id(JobSubject, unit)).Bool(success)
                    .Text(success ? null : "lease expired").Time(time).Time(time.AddSeconds(random.Between(1, 60)));
            });
        yield return new("public.dead_letter_jobs", "id, job_id, reason, failed_at", 8,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Uuid(random.Uuid()).Uuid(context.Id(JobSubject, unit * 30)).Text("retries exhausted")
                    .Time(context.Clock.Spread(unit, 8, ref random)));
        yield return new("public.\"Agent Notes\"", "\"Id\", \"Agent Id\", \"Note\", \"Written At\"", 10,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
                rows.Row().Int64(unit + 1).Text(Agent(unit)).Text("Reviewed by hand.")
                    .Time(context.Clock.Spread(unit, 10, ref random)));
    }

    private static string Agent(long position) => string.Create(CultureInfo.InvariantCulture, $"agent-{position:d2}");
}
