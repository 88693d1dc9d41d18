-- What the CLI's push has recorded. Versions compare as text, two have eight digits only, and the statements of
-- some are not kept (NULL).

SET ROLE postgres;

CREATE TABLE supabase_migrations.schema_migrations (
    version text NOT NULL PRIMARY KEY,
    statements text[],
    name text
);

INSERT INTO supabase_migrations.schema_migrations (version, name, statements) VALUES
    ('20250118', 'enable_realtime', ARRAY['ALTER TABLE public.conversation_messages REPLICA IDENTITY FULL']),
    ('20250712093015', 'conversation_sessions', ARRAY[
        'CREATE TABLE public.conversation_sessions (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), session_key text NOT NULL UNIQUE, title text, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), metadata jsonb DEFAULT ''{}'', is_active boolean DEFAULT true)',
        'ALTER TABLE public.conversation_sessions ENABLE ROW LEVEL SECURITY']),
    ('20250712093342', 'conversation_messages', ARRAY[
        'CREATE TABLE public.conversation_messages (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), session_id uuid NOT NULL REFERENCES public.conversation_sessions (id) ON DELETE CASCADE, message_type text NOT NULL CHECK (message_type IN (''user'', ''assistant'', ''system'')), content text NOT NULL, metadata jsonb DEFAULT ''{}'', "timestamp" timestamptz NOT NULL DEFAULT now())',
        'CREATE INDEX idx_conversation_messages_session ON public.conversation_messages (session_id)']),
    ('20250718140722', 'conversation_summaries', NULL),
    ('20250803101544', 'memory_contexts', NULL),
    ('20250811075930', 'webhook_logs', ARRAY[
        'CREATE TABLE public.webhook_logs (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), webhook_name text NOT NULL, trigger_table text NOT NULL, trigger_operation text NOT NULL, payload jsonb, response jsonb, status text DEFAULT ''pending'', error_message text, created_at timestamptz DEFAULT now())',
        'CREATE INDEX idx_webhook_logs_status ON public.webhook_logs (status, created_at DESC)']),
    ('20250827163108', 'eliza_activity_log', NULL),
    ('20250913051821', 'python_executions', NULL),
    ('20250913051858', 'python_executions_retry', NULL),
    ('20250913052003', 'conversation_tables_again', NULL),
    ('20250924111702', 'agents_and_tasks', NULL),
    ('20251002084519', 'rate_limits', ARRAY[
        'CREATE TABLE public.rate_limits (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), identifier text NOT NULL, endpoint text NOT NULL, request_count integer DEFAULT 1, window_start timestamptz NOT NULL DEFAULT now(), created_at timestamptz NOT NULL DEFAULT now(), UNIQUE (identifier, endpoint, window_start))',
        'CREATE INDEX idx_rate_limits_lookup ON public.rate_limits (identifier, endpoint, window_start)']),
    ('20251008152233', 'api_call_logs', NULL),
    ('20251012190405', 'system_health_summary', NULL),
    ('20251013030207', 'frontend_monitoring', NULL),
    ('20251013035748', 'vercel_monitoring', NULL),
    ('20251013053829', 'drop_conversation_history_index', ARRAY[
        'DROP INDEX IF EXISTS public.idx_conversation_history_session_id']),
    ('20251020', 'function_usage', NULL),
    ('20251026124410', 'function_versions', ARRAY[
        'ALTER TABLE public.eliza_function_usage ADD COLUMN deployment_version text, ADD COLUMN function_hash text',
        'CREATE INDEX idx_function_usage_version ON public.eliza_function_usage (function_name, deployment_version)']),
    ('20251103091126', 'event_router', ARRAY[
        'ALTER TABLE public.webhook_logs ADD COLUMN event_source text, ADD COLUMN event_type text, ADD COLUMN processing_status text DEFAULT ''pending'', ADD COLUMN dispatcher_result jsonb, ADD COLUMN dispatched_at timestamptz',
        'CREATE INDEX idx_webhook_logs_event_source ON public.webhook_logs (event_source)',
        'CREATE INDEX idx_webhook_logs_event_type ON public.webhook_logs (event_type)',
        'CREATE INDEX idx_webhook_logs_processing_status ON public.webhook_logs (processing_status)']),
    ('20251111170853', 'lead_qualification', NULL),
    ('20251118083247', 'tool_categories', ARRAY[
        'ALTER TABLE public.eliza_function_usage ADD COLUMN tool_category text DEFAULT ''general''',
        'CREATE INDEX idx_function_usage_category ON public.eliza_function_usage (tool_category)']),
    ('20251124205611', 'recent_messages_view', NULL),
    ('20251128142039', 'session_ownership', ARRAY[
        'CREATE OR REPLACE FUNCTION public.check_session_ownership(session_uuid uuid, request_metadata jsonb) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER AS $$ SELECT EXISTS (SELECT FROM public.conversation_sessions WHERE id = session_uuid AND session_key = ''ip-'' || (request_metadata ->> ''userIp'')) $$']);

RESET ROLE;
