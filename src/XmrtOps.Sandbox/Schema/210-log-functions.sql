-- Functions around the logs of edge functions and of pg_net. Their bodies in production are not known: the signature is
-- production's, and the body does what the name says.

SET ROLE postgres;

CREATE FUNCTION public.log_edge_function_execution(
    p_function_name text,
    p_event_type text,
    p_event_message text DEFAULT NULL,
    p_level text DEFAULT 'info',
    p_status_code integer DEFAULT NULL,
    p_execution_time_ms integer DEFAULT NULL,
    p_request_id text DEFAULT NULL,
    p_user_id text DEFAULT NULL,
    p_metadata jsonb DEFAULT '{}'
) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
    INSERT INTO edge_function_logs (
        function_name, event_type, event_message, level, status_code, execution_time_ms, request_id, user_id, metadata)
    VALUES (
        p_function_name, p_event_type, p_event_message, p_level, p_status_code, p_execution_time_ms, p_request_id,
        p_user_id, p_metadata)
    RETURNING id
$$;

CREATE FUNCTION public.get_edge_function_logs(
    p_function_name text, p_limit integer DEFAULT 100, p_since timestamptz DEFAULT now() - interval '24 hours'
) RETURNS SETOF public.edge_function_logs
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT *
    FROM edge_function_logs
    WHERE function_name = p_function_name AND "timestamp" >= p_since
    ORDER BY "timestamp" DESC
    LIMIT p_limit
$$;

CREATE FUNCTION public.http_responses_recent(p_limit integer DEFAULT 100) RETURNS SETOF net._http_response
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
    SELECT * FROM net._http_response ORDER BY created DESC LIMIT p_limit
$$;

CREATE FUNCTION public.prune_net_http_response(batch_limit integer DEFAULT 1000, max_hot_days integer DEFAULT 7)
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
    removed integer;
BEGIN
    DELETE FROM net._http_response
    WHERE id IN (
        SELECT id
        FROM net._http_response
        WHERE created < now() - make_interval(days => max_hot_days)
        ORDER BY created
        LIMIT batch_limit);
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;

RESET ROLE;
