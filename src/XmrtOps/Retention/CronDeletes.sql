-- Which active cron jobs of this database delete from the table $1 (a regular expression of its name), by a statement of
-- their own or by a function that they call, and how did they last end? Bodies that are stored parsed (BEGIN ATOMIC) have
-- no text to look into.
-- psql: \bind '(public\.)?webhook_logs' \g
WITH deleting AS MATERIALIZED (
    SELECT p.oid::regprocedure::text AS name,
           '\m' || regexp_replace(p.proname, '(\W)', '\\\1', 'g') || '"?\s*\(' AS call
    FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang
    WHERE l.lanname IN ('sql', 'plpgsql')
      AND p.prosrc ~* ('delete\s+from\s+(only\s+)?' || $1 || '(\s|;|$)')
)
SELECT j.jobname, j.schedule, d.start_time, d.status, d.return_message, f.name AS function
FROM cron.job j
LEFT JOIN LATERAL (
    SELECT r.start_time, r.status, r.return_message
    FROM cron.job_run_details r
    WHERE r.jobid = j.jobid
    ORDER BY r.runid DESC
    LIMIT 1
) AS d ON true
LEFT JOIN LATERAL (
    SELECT c.name
    FROM deleting c
    WHERE j.command ~* c.call
    ORDER BY c.name
    LIMIT 1
) AS f ON true
WHERE j.active AND j.database = current_database()
  AND (j.command ~* ('delete\s+from\s+(only\s+)?' || $1 || '(\s|;|$)') OR f.name IS NOT NULL)
ORDER BY j.jobid
