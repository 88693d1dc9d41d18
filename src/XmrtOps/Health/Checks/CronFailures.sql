-- Scheduled jobs whose run of the last hour failed. One row.
-- No parameters; runs in psql as it stands. The table is never purged and indexed by runid only: the newest 20,000 runs
-- are looked at, which are three days of the project's schedule.
-- 'succeeded' of a job that calls a function only means that the call was queued: see net._http_response.
WITH run AS (
    SELECT jobid, status, return_message, start_time
    FROM cron.job_run_details
    ORDER BY runid DESC
    LIMIT 20000
),
failed AS (
    SELECT jobid, return_message
    FROM run
    WHERE status = 'failed' AND start_time > now() - interval '1 hour' AND start_time <= now()
),
worst AS (
    SELECT jobid, count(*) AS errors, left(mode() WITHIN GROUP (ORDER BY return_message), 200) AS message
    FROM failed
    GROUP BY jobid
    ORDER BY errors DESC, jobid
    LIMIT 1
)
SELECT NULL::bigint AS calls, total.errors, 'job ' || worst.jobid AS worst, worst.errors AS worst_errors, worst.message
FROM (SELECT count(*) AS errors FROM failed) AS total
LEFT JOIN worst ON true;
