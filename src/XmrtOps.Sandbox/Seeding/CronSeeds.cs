namespace XmrtOps.Sandbox.Seeding;

/// <summary>
/// The runs of the cron jobs in the last day and two hours, and what pg_net heard back in the last six hours.
/// </summary>
internal static class CronSeeds
{
    private const int Minutes = 26 * 60;
    private const int FastMinutes = 2 * 60;
    private const int RunsPerMinute = 64;
    private const int Responses = 360;

    public static IEnumerable<TableSeed> All(SeedContext context, IReadOnlyList<CronJob> jobs)
    {
        var lastMinute = new DateTime(
            context.Now.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, DateTimeKind.Utc);
        yield return new("cron.job_run_details",
            "jobid, runid, job_pid, database, username, command, status, return_message, start_time, end_time", Minutes,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var minute = lastMinute.AddMinutes(unit - Minutes + 1);
                var run = unit * RunsPerMinute + 1;
                foreach (var job in jobs)
                {
                    if (job.Schedule.IsDue(minute))
                        WriteRun(rows, job, run++, minute, context.Now, ref random);
                    else if (job.Schedule.Seconds is { } seconds && unit >= Minutes - FastMinutes)
                        for (var second = 0; second < 60; second += seconds)
                            WriteRun(rows, job, run++, minute.AddSeconds(second), context.Now, ref random);
                }
            });
        yield return new("net._http_response",
            "id, status_code, content_type, headers, content, timed_out, error_msg, created", Responses,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var time = context.Clock.Recent(unit, Responses, 360, ref random);
                rows.Row().Int64(unit + 1);
                _ = random.Below(100) switch
                {
                    < 92 => rows.Int32(200).Text("application/json").Json("{}").Text("{\"success\":true}").Bool(false)
                        .Null(),
                    < 95 => rows.Int32(500).Text("application/json").Json("{}")
                        .Text("{\"success\":false,\"error\":\"fetch failed\"}").Bool(false).Null(),
                    < 97 => rows.Int32(546).Text("text/plain").Json("{}").Text("WORKER_LIMIT").Bool(false).Null(),
                    _ => rows.Null().Null().Null().Null().Bool(true).Text("Timeout of 5000 ms reached"),
                };
                rows.Time(time);
            });
    }

    private static void WriteRun(
        CopyBuffer rows, CronJob job, long run, DateTime due, DateTime now, ref SeededRandom random)
    {
        var started = due.AddMilliseconds(random.Between(3, 400));
        var ended = started.AddMilliseconds(random.Between(2, 900));
        if (started > now)
            return;
        rows.Row().Int64(job.Id).Int64(run).Int32(random.Between(1_000, 60_000)).Text(job.Database).Text("postgres")
            .Text(job.Command);
        if (ended > now)
        {
            rows.Text("running").Null().Time(started).Null();
            return;
        }

        var failed = job.Name == "opportunity-scanner" || random.Below(200) == 0;
        rows.Text(failed ? "failed" : "succeeded");
        if (failed)
            rows.Text("ERROR:  unrecognized configuration parameter \"app.settings.supabase_url\"");
        else if (job.Name == "hourly-maintenance")
            rows.Text($"DELETE {random.Below(25)}");
        else
            rows.Text("1 row");
        rows.Time(started).Time(ended);
    }
}
