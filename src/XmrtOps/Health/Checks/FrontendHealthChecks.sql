-- What do the recorded checks of the frontend say about the last hour? One row.
-- No parameters; runs in psql as it stands. The index on check_timestamp leads.
WITH check_of_hour AS (
    SELECT check_timestamp, status
    FROM public.frontend_health_checks
    WHERE check_timestamp > now() - interval '1 hour' AND check_timestamp <= now()
)
SELECT 'frontend' AS service,
       (SELECT max(check_timestamp) FROM public.frontend_health_checks WHERE check_timestamp <= now()) AS newest,
       count(*) AS checks,
       count(*) FILTER (WHERE status = 'online') AS online,
       count(*) FILTER (WHERE check_timestamp > coalesce(
           (SELECT max(check_timestamp) FROM check_of_hour WHERE status = 'online'), '-infinity')) AS failures_in_a_row
FROM check_of_hour;
