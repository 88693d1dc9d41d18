-- Triggers and their functions. They come last, so that the load does not fire them.

SET ROLE postgres;

CREATE FUNCTION public.track_interaction_pattern() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    INSERT INTO interaction_patterns (session_key, pattern_name, pattern_data, last_occurrence)
    SELECT session.session_key, 'message_frequency', jsonb_build_object('last_message_type', NEW.message_type), now()
    FROM conversation_sessions AS session
    WHERE session.id = NEW.session_id
    ON CONFLICT (session_key, pattern_name) DO UPDATE SET
        frequency = interaction_patterns.frequency + 1,
        pattern_data = excluded.pattern_data,
        last_occurrence = excluded.last_occurrence;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.queue_memory_vectorization() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NEW.embedding IS NULL AND NEW.content <> '' THEN
        INSERT INTO webhook_logs (webhook_name, trigger_table, trigger_operation, payload, status)
        VALUES ('vectorize_memory', 'memory_contexts', 'INSERT', jsonb_build_object(
            'memory_id', NEW.id, 'content', NEW.content, 'context_type', NEW.context_type), 'pending');
    END IF;
    RETURN NEW;
END
$$;

-- Where app.settings are unset the URL is NULL, the request is refused, and with it the row that fired this.
CREATE FUNCTION public.report_agent_failure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    IF NEW.status = 'failed' AND NEW.activity_type = 'agent_execution' THEN
        INSERT INTO webhook_logs (webhook_name, trigger_table, trigger_operation, payload, status)
        VALUES ('agent_failure', 'eliza_activity_log', TG_OP, jsonb_build_object(
            'activity_id', NEW.id, 'title', NEW.title), 'pending');
        PERFORM net.http_post(
            url := current_setting('app.settings.supabase_url', true) || '/functions/v1/agent-manager',
            body := jsonb_build_object('action', 'handle_failure', 'activity_id', NEW.id));
    END IF;
    RETURN NEW;
END
$$;

-- Writes to the session, which sets that session's updated_at anew: scoring restarts its ninety days.
CREATE FUNCTION public.refresh_lead_score() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
BEGIN
    UPDATE conversation_sessions
    SET lead_score = calculate_lead_score(NEW.session_key), last_qualification_at = now()
    WHERE session_key = NEW.session_key;
    RETURN NEW;
END
$$;

CREATE TRIGGER track_message_patterns AFTER INSERT ON public.conversation_messages
    FOR EACH ROW EXECUTE FUNCTION public.track_interaction_pattern();
CREATE TRIGGER auto_vectorize_memory AFTER INSERT ON public.memory_contexts
    FOR EACH ROW EXECUTE FUNCTION public.queue_memory_vectorization();
CREATE TRIGGER notify_agent_failure AFTER INSERT OR UPDATE ON public.eliza_activity_log
    FOR EACH ROW EXECUTE FUNCTION public.report_agent_failure();
CREATE TRIGGER recompute_lead_score AFTER INSERT ON public.lead_qualification_signals
    FOR EACH ROW EXECUTE FUNCTION public.refresh_lead_score();

CREATE TRIGGER update_conversation_sessions_updated_at BEFORE UPDATE ON public.conversation_sessions
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_conversation_history_updated_at BEFORE UPDATE ON public.conversation_history
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_conversation_summaries_updated_at BEFORE UPDATE ON public.conversation_summaries
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_eliza_activity_log_updated_at BEFORE UPDATE ON public.eliza_activity_log
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER update_api_key_health_updated_at BEFORE UPDATE ON public.api_key_health
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

RESET ROLE;
