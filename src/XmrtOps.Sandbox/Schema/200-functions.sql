-- Functions that the application, the cron jobs and the operators call.

SET ROLE postgres;

-- One row a call: now() is the transaction's start, so the conflict fires inside one transaction only. Checks no limit.
CREATE FUNCTION public.increment_rate_limit(p_identifier text, p_endpoint text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO rate_limits (identifier, endpoint, window_start)
    VALUES (p_identifier, p_endpoint, now())
    ON CONFLICT (identifier, endpoint, window_start)
    DO UPDATE SET request_count = rate_limits.request_count + 1;
END
$$;

-- Another mechanism behind the same name: call either by parameter names.
CREATE FUNCTION public.increment_rate_limit(p_channel text, p_executive_name text, p_max_per_hour integer)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO communication_rate_limits (channel, executive_name, max_per_window, messages_sent)
    VALUES (p_channel, p_executive_name, p_max_per_hour, 1)
    ON CONFLICT (channel, executive_name) DO UPDATE SET
        max_per_window = excluded.max_per_window,
        messages_sent = CASE WHEN communication_rate_limits.window_end <= now()
            THEN 1 ELSE communication_rate_limits.messages_sent + 1 END,
        window_start = CASE WHEN communication_rate_limits.window_end <= now()
            THEN now() ELSE communication_rate_limits.window_start END,
        window_end = CASE WHEN communication_rate_limits.window_end <= now()
            THEN now() + interval '1 hour' ELSE communication_rate_limits.window_end END;
END
$$;

CREATE FUNCTION public.check_rate_limit(p_channel text, p_executive_name text, p_max_per_hour integer)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT NOT EXISTS (
        SELECT
        FROM communication_rate_limits
        WHERE channel = p_channel AND executive_name = p_executive_name
          AND window_end > now() AND messages_sent >= p_max_per_hour)
$$;

CREATE FUNCTION public.check_session_ownership(session_uuid uuid, request_metadata jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
AS $$
    SELECT EXISTS (
        SELECT
        FROM public.conversation_sessions
        WHERE id = session_uuid AND session_key = 'ip-' || (request_metadata ->> 'userIp'))
$$;

-- A run that is still going counts in the divisor of success_rate.
CREATE FUNCTION public.get_cron_jobs_status() RETURNS TABLE (
    jobid bigint,
    jobname text,
    schedule text,
    active boolean,
    last_run_time timestamptz,
    last_run_status text,
    last_run_duration interval,
    total_runs_24h bigint,
    failed_runs_24h bigint,
    success_rate numeric
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT job.jobid, job.jobname, job.schedule, job.active,
           last.start_time, last.status, last.end_time - last.start_time,
           day.runs, day.failed,
           round(100.0 * day.succeeded / nullif(day.runs, 0), 2)
    FROM cron.job AS job
    LEFT JOIN (
        SELECT DISTINCT ON (run.jobid) run.jobid, run.start_time, run.end_time, run.status
        FROM cron.job_run_details AS run
        ORDER BY run.jobid, run.start_time DESC
    ) AS last ON last.jobid = job.jobid
    LEFT JOIN LATERAL (
        SELECT count(*) AS runs,
               count(*) FILTER (WHERE run.status = 'failed') AS failed,
               count(*) FILTER (WHERE run.status = 'succeeded') AS succeeded
        FROM cron.job_run_details AS run
        WHERE run.jobid = job.jobid AND run.start_time > now() - interval '24 hours'
    ) AS day ON true
    ORDER BY job.jobid
$$;

-- Looks for 'auto_vectorize_memory', while the trigger writes 'vectorize_memory': it finds none.
CREATE FUNCTION public.batch_vectorize_memories() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER
AS $$
DECLARE
    pending record;
    handled integer := 0;
BEGIN
    FOR pending IN
        SELECT id
        FROM public.webhook_logs
        WHERE webhook_name = 'auto_vectorize_memory' AND status = 'pending'
        ORDER BY created_at
        LIMIT 10
    LOOP
        UPDATE public.webhook_logs SET status = 'processing' WHERE id = pending.id;
        handled := handled + 1;
    END LOOP;
    RETURN jsonb_build_object('success', true, 'processed', handled);
END
$$;

-- Bound to no trigger. Counts after deleting, so what it reports is always 0.
CREATE FUNCTION public.auto_system_maintenance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    DELETE FROM public.webhook_logs WHERE created_at < now() - interval '30 days';
    DELETE FROM public.conversation_sessions WHERE is_active = false AND updated_at < now() - interval '90 days';
    INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation, payload, status)
    VALUES ('system_maintenance', 'system', 'MAINTENANCE', jsonb_build_object(
        'deleted_webhook_logs',
        (SELECT count(*) FROM public.webhook_logs WHERE created_at < now() - interval '30 days'),
        'deleted_sessions',
        (SELECT count(*) FROM public.conversation_sessions
         WHERE is_active = false AND updated_at < now() - interval '90 days')), 'completed');
    RETURN NEW;
END
$$;

CREATE FUNCTION public.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at = now();
    RETURN NEW;
END
$$;

-- Its 'error' row never stays: the exception that it raises again rolls the row back.
CREATE FUNCTION public.run_opportunity_scanner() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    PERFORM net.http_post(
        url := current_setting('app.settings.supabase_url') || '/functions/v1/opportunity-scanner',
        headers := jsonb_build_object(
            'Authorization', 'Bearer ' || current_setting('app.settings.service_role_key')));
EXCEPTION WHEN OTHERS THEN
    INSERT INTO public.api_call_logs (function_name, status, error_message)
    VALUES ('opportunity-scanner', 'error', SQLERRM);
    RAISE;
END
$$;

CREATE FUNCTION public.calculate_lead_score(p_session_key text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT least(100, coalesce(sum(contributed_to_score), 0))::integer
    FROM lead_qualification_signals
    WHERE session_key = p_session_key
$$;

RESET ROLE;
