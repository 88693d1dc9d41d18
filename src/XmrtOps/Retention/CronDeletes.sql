-- Which active cron jobs of this database delete from the table $1 (a regular expression of its name), and how did they
-- last end?
-- psql: \bind '(public\.)?webhook_logs' \g
SELECT j.jobname, j.schedule, d.start_time, d.status, d.return_message
FROM cron.job j
LEFT JOIN LATERAL (
    SELECT r.start_time, r.status, r.return_message
    FROM cron.job_run_details r
    WHERE r.jobid = j.jobid
    ORDER BY r.runid DESC
    LIMIT 1
) AS d ON true
WHERE j.active AND j.database = current_database()
  AND j.command ~* ('delete\s+from\s+(only\s+)?' || $1 || '(\s|;|$)')
ORDER BY j.jobid
