-- How many activities were logged in the last hour? One row.
-- No parameters; runs in psql as it stands. The index on created_at leads.
SELECT count(*) AS activities
FROM public.eliza_activity_log
WHERE created_at > now() - interval '1 hour' AND created_at <= now();
