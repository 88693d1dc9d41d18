-- Policies as they are: permissive and TO PUBLIC unless said otherwise. jobs, job_attempts, "Agent Notes" and
-- network_access_errors have none, and system_flags has a policy that is not in force: its RLS is off.

SET ROLE postgres;

-- Every operational table with the project's usual pair: the service role does everything, everyone reads.
DO $$
DECLARE
    relation text;
BEGIN
    FOREACH relation IN ARRAY ARRAY[
        'api_call_logs', 'frontend_health_checks', 'vercel_function_logs', 'vercel_deployments', 'system_logs',
        'system_metrics', 'system_performance_logs', 'api_key_health', 'eliza_activity_log', 'eliza_function_usage',
        'agents', 'tasks', 'task_executions', 'workflow_executions', 'workflow_steps', 'service_status',
        'service_status_history', 'eliza_python_executions']
    LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', relation);
        EXECUTE format(
            'CREATE POLICY "Service role can manage %s" ON public.%I USING (auth.role() = ''service_role'')',
            relation, relation);
        EXECUTE format('CREATE POLICY "Anyone can read %s" ON public.%I FOR SELECT USING (true)', relation, relation);
    END LOOP;

    -- Tables that only the service role may touch.
    FOREACH relation IN ARRAY ARRAY[
        'webhook_logs', 'rate_limits', 'edge_function_logs', 'ip_address_log', 'devices', 'frontend_events',
        'interaction_patterns', 'lead_qualification_signals', 'communication_rate_limits', 'user_profiles',
        'user_worker_mappings', 'scheduled_actions', 'system_issues', 'dead_letter_jobs']
    LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', relation);
        EXECUTE format(
            'CREATE POLICY "Service role can manage %s" ON public.%I USING (auth.role() = ''service_role'')',
            relation, relation);
    END LOOP;
END
$$;

-- The logs of activity and usage carry the reading policy twice, and an insert policy that the first one implies.
CREATE POLICY "Public read access to activity log" ON public.eliza_activity_log FOR SELECT USING (true);
CREATE POLICY "Service role can insert activity" ON public.eliza_activity_log
    FOR INSERT WITH CHECK (auth.role() = 'service_role');
CREATE POLICY "Public read access to function usage" ON public.eliza_function_usage FOR SELECT USING (true);
CREATE POLICY "Service role can insert usage" ON public.eliza_function_usage
    FOR INSERT WITH CHECK (auth.role() = 'service_role');

ALTER TABLE public.vercel_service_health ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Anyone can read service health" ON public.vercel_service_health FOR SELECT USING (true);
CREATE POLICY "Anyone can insert service health" ON public.vercel_service_health FOR INSERT WITH CHECK (true);

ALTER TABLE public.conversation_sessions ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role manages sessions" ON public.conversation_sessions
    USING (auth.role() = 'service_role') WITH CHECK (auth.role() = 'service_role');

ALTER TABLE public.conversation_summaries ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role manages summaries" ON public.conversation_summaries
    USING (auth.role() = 'service_role') WITH CHECK (auth.role() = 'service_role');

ALTER TABLE public.conversation_messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role reads messages" ON public.conversation_messages
    FOR SELECT USING (auth.role() = 'service_role');
CREATE POLICY "Service role inserts messages" ON public.conversation_messages
    FOR INSERT WITH CHECK (auth.role() = 'service_role');
CREATE POLICY "Service role updates messages" ON public.conversation_messages
    FOR UPDATE USING (auth.role() = 'service_role') WITH CHECK (auth.role() = 'service_role');
CREATE POLICY "Service role deletes messages" ON public.conversation_messages
    FOR DELETE USING (auth.role() = 'service_role');

ALTER TABLE public.conversation_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role manages history" ON public.conversation_history
    TO service_role USING (true) WITH CHECK (true);
CREATE POLICY "Anyone can read history" ON public.conversation_history FOR SELECT USING (true);

-- Nine policies that grew over time: the always-true ones leave the narrower ones of SELECT and INSERT without effect.
ALTER TABLE public.memory_contexts ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Service role can manage memory contexts" ON public.memory_contexts
    USING (auth.role() = 'service_role');
CREATE POLICY "Service role full access" ON public.memory_contexts
    USING (auth.role() = 'service_role');
CREATE POLICY "Users manage their own memories" ON public.memory_contexts
    USING (auth.uid()::text = user_id) WITH CHECK (auth.uid()::text = user_id);
CREATE POLICY "Users can delete their memories" ON public.memory_contexts
    FOR DELETE USING (user_id = current_setting('request.jwt.claims', true)::json ->> 'sub');
CREATE POLICY "Anyone can insert memories" ON public.memory_contexts
    FOR INSERT WITH CHECK (true);
CREATE POLICY "Users can insert their memories" ON public.memory_contexts
    FOR INSERT WITH CHECK (user_id = current_setting('request.jwt.claims', true)::json ->> 'sub');
CREATE POLICY "Anyone can read memories" ON public.memory_contexts
    FOR SELECT USING (true);
CREATE POLICY "Users can read their memories" ON public.memory_contexts
    FOR SELECT USING (user_id = current_setting('request.jwt.claims', true)::json ->> 'sub');
CREATE POLICY "Users can update their memories" ON public.memory_contexts
    FOR UPDATE USING (user_id = current_setting('request.jwt.claims', true)::json ->> 'sub');

CREATE POLICY "Service role can manage flags" ON public.system_flags USING (auth.role() = 'service_role');

RESET ROLE;
