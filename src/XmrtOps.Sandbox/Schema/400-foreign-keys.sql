-- Foreign keys of the public schema with their ON DELETE behaviour. Deleting a session takes its messages, its history
-- and its lead signals along; conversation_summaries has no key and is left behind.

SET ROLE postgres;

ALTER TABLE public.conversation_sessions ADD CONSTRAINT conversation_sessions_user_profile_id_fkey
    FOREIGN KEY (user_profile_id) REFERENCES public.user_profiles (id);
ALTER TABLE public.conversation_messages ADD CONSTRAINT conversation_messages_session_id_fkey
    FOREIGN KEY (session_id) REFERENCES public.conversation_sessions (id) ON DELETE CASCADE;
ALTER TABLE public.conversation_history ADD CONSTRAINT conversation_history_session_id_fkey
    FOREIGN KEY (session_id) REFERENCES public.conversation_sessions (id) ON DELETE CASCADE;
ALTER TABLE public.lead_qualification_signals ADD CONSTRAINT lead_qualification_signals_session_key_fkey
    FOREIGN KEY (session_key) REFERENCES public.conversation_sessions (session_key) ON DELETE CASCADE;

ALTER TABLE public.ip_address_log ADD CONSTRAINT ip_address_log_device_id_fkey
    FOREIGN KEY (device_id) REFERENCES public.devices (id);
ALTER TABLE public.user_worker_mappings ADD CONSTRAINT user_worker_mappings_user_profile_id_fkey
    FOREIGN KEY (user_profile_id) REFERENCES public.user_profiles (id);
ALTER TABLE public.tasks ADD CONSTRAINT tasks_assignee_agent_id_fkey
    FOREIGN KEY (assignee_agent_id) REFERENCES public.agents (id);
ALTER TABLE public.task_executions ADD CONSTRAINT task_executions_task_id_fkey
    FOREIGN KEY (task_id) REFERENCES public.tasks (id) ON DELETE SET NULL;
ALTER TABLE public.workflow_steps ADD CONSTRAINT workflow_steps_workflow_id_fkey
    FOREIGN KEY (workflow_id) REFERENCES public.workflow_executions (workflow_id) ON DELETE CASCADE;
ALTER TABLE public.workflow_steps ADD CONSTRAINT workflow_steps_assignee_agent_id_fkey
    FOREIGN KEY (assignee_agent_id) REFERENCES public.agents (id);
ALTER TABLE public.job_attempts ADD CONSTRAINT job_attempts_job_id_fkey
    FOREIGN KEY (job_id) REFERENCES public.jobs (id) ON DELETE CASCADE;
ALTER TABLE public.dead_letter_jobs ADD CONSTRAINT dead_letter_jobs_job_id_fkey
    FOREIGN KEY (job_id) REFERENCES public.jobs (id) ON DELETE CASCADE;

RESET ROLE;
