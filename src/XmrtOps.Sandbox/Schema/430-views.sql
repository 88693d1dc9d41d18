-- Views that operators and dashboards read. Those over cron belong to postgres, who may read it.

SET ROLE postgres;

CREATE VIEW public.system_health_summary AS
SELECT (SELECT count(*) FROM public.frontend_health_checks
        WHERE status = 'online' AND check_timestamp > now() - interval '1 hour') AS frontend_uptime_checks,
       (SELECT count(*) FROM public.vercel_function_logs
        WHERE status = 'error' AND invoked_at > now() - interval '1 hour') AS recent_function_errors,
       (SELECT count(*) FROM public.conversation_messages
        WHERE "timestamp" > now() - interval '1 hour') AS messages_last_hour,
       pg_size_pretty(pg_database_size(current_database())) AS database_size,
       (SELECT count(*) FROM public.conversation_sessions WHERE is_active = true) AS active_sessions,
       now() AS checked_at;

-- The option came with PostgreSQL 15; before it the view reads with its owner's rights.
DO $$
BEGIN
    IF current_setting('server_version_num')::integer >= 150000 THEN
        ALTER VIEW public.system_health_summary SET (security_invoker = true);
    END IF;
END
$$;

CREATE VIEW public.v_cron_jobs AS
SELECT jobid, schedule, command, nodename, nodeport, database, username, active
FROM cron.job;

CREATE VIEW public.v_cron_job_runs AS
SELECT jobid, runid, status, return_message, start_time, end_time,
       extract(epoch FROM end_time - start_time) AS duration_seconds
FROM cron.job_run_details;

CREATE VIEW public.v_health_history_daily AS
SELECT date_trunc('day', recorded_at) AS date,
       avg(health_score) AS avg_health_score,
       min(health_score) AS min_health_score,
       max(health_score) AS max_health_score,
       count(*) AS checks_performed,
       count(*) FILTER (WHERE health_status = 'critical') AS critical_count,
       count(*) FILTER (WHERE health_status = 'degraded') AS degraded_count,
       count(*) FILTER (WHERE health_status = 'warning') AS warning_count,
       count(*) FILTER (WHERE health_status = 'healthy') AS healthy_count
FROM public.system_performance_logs
GROUP BY date_trunc('day', recorded_at);

CREATE VIEW public.v_performance_trends_24h AS
SELECT date_trunc('hour', recorded_at) AS hour,
       avg(health_score) AS avg_health_score,
       min(health_score) AS min_health_score,
       max(health_score) AS max_health_score,
       mode() WITHIN GROUP (ORDER BY health_status) AS most_common_status,
       count(*) AS snapshot_count
FROM public.system_performance_logs
WHERE recorded_at > now() - interval '24 hours'
GROUP BY date_trunc('hour', recorded_at);

-- duration_minutes is the time to the next bad snapshot, not the length of the outage.
CREATE VIEW public.v_critical_incidents AS
SELECT id, recorded_at, health_score, health_status, issues_detected, recommendations,
       extract(epoch FROM lead(recorded_at) OVER (ORDER BY recorded_at) - recorded_at) / 60 AS duration_minutes
FROM public.system_performance_logs
WHERE health_status IN ('critical', 'degraded');

CREATE VIEW public.v_queue_depth AS
SELECT queue_name, status, count(*) AS count
FROM public.jobs
GROUP BY queue_name, status;

CREATE VIEW public.v_queue_throughput AS
SELECT date_trunc('hour', attempt.finished_at) AS hour,
       job.job_type,
       count(*) FILTER (WHERE attempt.success) AS completed,
       count(*) FILTER (WHERE NOT attempt.success) AS failed
FROM public.job_attempts AS attempt
JOIN public.jobs AS job ON job.id = attempt.job_id
WHERE attempt.finished_at IS NOT NULL
GROUP BY date_trunc('hour', attempt.finished_at), job.job_type;

CREATE VIEW public.failing_network_functions AS
SELECT function_name,
       count(*) AS failure_count,
       array_agg(DISTINCT target_url) AS attempted_urls,
       mode() WITHIN GROUP (ORDER BY error_type) AS common_error_type
FROM public.network_access_errors
GROUP BY function_name;

CREATE VIEW public.function_usage_by_executive AS
SELECT executive_name,
       function_name,
       count(*) AS total_calls,
       count(*) FILTER (WHERE success) AS successful_calls,
       round(100.0 * count(*) FILTER (WHERE success) / count(*), 2) AS success_rate,
       avg(execution_time_ms) AS avg_execution_time_ms
FROM public.eliza_function_usage
GROUP BY executive_name, function_name;

CREATE VIEW public.function_recommendations AS
SELECT function_name,
       count(*) AS usage_count,
       round(100.0 * count(*) FILTER (WHERE success) / count(*), 2) AS success_rate,
       max(invoked_at) AS last_used
FROM public.eliza_function_usage
GROUP BY function_name
HAVING count(*) >= 5;

RESET ROLE;
