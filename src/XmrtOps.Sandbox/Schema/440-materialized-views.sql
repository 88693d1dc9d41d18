-- Materialized views, which know no RLS: the default grants let anon read them. event_flow_analytics has no unique
-- index, so refreshing it CONCURRENTLY fails; function_version_performance carries a duplicate index.

SET ROLE postgres;

CREATE MATERIALIZED VIEW public.recent_conversation_messages AS
SELECT id, session_id, message_type, content, "timestamp", metadata, processing_data
FROM public.conversation_messages
WHERE "timestamp" > now() - interval '24 hours';

CREATE UNIQUE INDEX idx_recent_conversation_messages_id ON public.recent_conversation_messages (id);

CREATE MATERIALIZED VIEW public.event_flow_analytics AS
SELECT event_source, event_type, processing_status,
       count(*) AS event_count,
       avg(extract(epoch FROM dispatched_at - created_at)) AS avg_dispatch_seconds,
       max(created_at) AS last_event_at
FROM public.webhook_logs
WHERE event_source IS NOT NULL
GROUP BY event_source, event_type, processing_status;

CREATE MATERIALIZED VIEW public.function_version_performance AS
SELECT function_name, deployment_version, function_hash,
       count(*) AS total_calls,
       count(*) FILTER (WHERE success) AS successful_calls,
       avg(execution_time_ms) AS avg_execution_time_ms,
       min(invoked_at) AS first_seen,
       max(invoked_at) AS last_seen
FROM public.eliza_function_usage
WHERE deployment_version IS NOT NULL
GROUP BY function_name, deployment_version, function_hash;

CREATE UNIQUE INDEX idx_function_version_performance_unique
    ON public.function_version_performance (function_name, deployment_version);
CREATE INDEX idx_function_version_performance_lookup
    ON public.function_version_performance (function_name, deployment_version);

CREATE MATERIALIZED VIEW public.tool_usage_dashboard AS
SELECT tool_category, function_name,
       count(*) AS total_calls,
       round(100.0 * count(*) FILTER (WHERE success) / count(*), 2) AS success_rate,
       max(invoked_at) AS last_used
FROM public.eliza_function_usage
GROUP BY tool_category, function_name;

RESET ROLE;
