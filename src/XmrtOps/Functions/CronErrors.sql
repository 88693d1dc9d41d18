-- Scheduled jobs that failed. The table is never purged and indexed by runid only: the newest 20,000 runs are looked at,
-- which are three days of the project's schedule.
-- $1 timestamptz: from; $2 timestamptz: until, not included. In psql: \bind '2026-01-01' '2026-01-02'
SELECT 'job ' || run.jobid AS function_name, run.return_message AS message, run.start_time AS at, false AS is_timeout,
       NULL::integer AS status
FROM (
    SELECT jobid, status, return_message, start_time
    FROM cron.job_run_details
    ORDER BY runid DESC
    LIMIT 20000
) AS run
WHERE run.status = 'failed' AND run.start_time >= $1 AND run.start_time < $2
