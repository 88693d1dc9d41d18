-- What do the recorded checks of the Vercel services say about the last hour? One row per service.
-- No parameters; runs in psql as it stands. The index on (service_name, check_timestamp) leads.
SELECT service.name AS service,
       (SELECT max(check_timestamp) FROM public.vercel_service_health
        WHERE service_name = service.name AND check_timestamp <= now()) AS newest,
       of_hour.checks,
       of_hour.online,
       of_hour.failures_in_a_row
FROM (VALUES ('frontend'), ('io'), ('ecosystem'), ('dao')) AS service (name)
CROSS JOIN LATERAL (
    SELECT count(*) AS checks,
           count(*) FILTER (WHERE status = 'online') AS online,
           count(*) FILTER (WHERE check_timestamp > coalesce(last_online, '-infinity')) AS failures_in_a_row
    FROM (
        SELECT status, check_timestamp, max(check_timestamp) FILTER (WHERE status = 'online') OVER () AS last_online
        FROM public.vercel_service_health
        WHERE service_name = service.name
          AND check_timestamp > now() - interval '1 hour' AND check_timestamp <= now()
    ) AS checked
) AS of_hour
ORDER BY service.name;
