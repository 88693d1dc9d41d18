-- Keys and indexes of the conversations as production has them: some are missing, some are there twice.
-- No index on conversation_sessions (updated_at) or (is_active), none on conversation_history (session_id), and none
-- on conversation_messages leads with "timestamp".

SET ROLE postgres;

ALTER TABLE public.user_profiles ADD CONSTRAINT user_profiles_pkey PRIMARY KEY (id);

ALTER TABLE public.conversation_sessions ADD CONSTRAINT conversation_sessions_pkey PRIMARY KEY (id);
ALTER TABLE public.conversation_sessions ADD CONSTRAINT conversation_sessions_session_key_key UNIQUE (session_key);
CREATE INDEX idx_conversation_sessions_user_profile ON public.conversation_sessions (user_profile_id);
CREATE INDEX idx_conversation_sessions_acquisition_stage ON public.conversation_sessions (acquisition_stage);

ALTER TABLE public.conversation_history ADD CONSTRAINT conversation_history_pkey PRIMARY KEY (id);

ALTER TABLE public.conversation_summaries ADD CONSTRAINT conversation_summaries_pkey PRIMARY KEY (id);
CREATE INDEX idx_conversation_summaries_session_id ON public.conversation_summaries (session_id);
CREATE INDEX idx_conversation_summaries_created_at ON public.conversation_summaries (created_at);

ALTER TABLE public.lead_qualification_signals ADD CONSTRAINT lead_qualification_signals_pkey PRIMARY KEY (id);
CREATE INDEX idx_lead_signals_session_key ON public.lead_qualification_signals (session_key);
CREATE INDEX idx_lead_signals_signal_type ON public.lead_qualification_signals (signal_type);

ALTER TABLE public.interaction_patterns ADD CONSTRAINT interaction_patterns_pkey PRIMARY KEY (id);
ALTER TABLE public.interaction_patterns
    ADD CONSTRAINT interaction_patterns_session_key_pattern_name_key UNIQUE (session_key, pattern_name);

ALTER TABLE public.memory_contexts ADD CONSTRAINT memory_contexts_pkey PRIMARY KEY (id);
CREATE INDEX idx_memory_contexts_user_type ON public.memory_contexts (user_id, context_type);
CREATE INDEX idx_memory_contexts_user_session ON public.memory_contexts (user_id, session_id);
CREATE INDEX idx_memory_contexts_importance ON public.memory_contexts (importance_score DESC);

RESET ROLE;
