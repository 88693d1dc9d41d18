-- Two pairs of duplicates on eliza_activity_log and two on eliza_function_usage, as production has them.
-- ip_address_log.device_id has no index behind its foreign key.

SET ROLE postgres;

ALTER TABLE public.eliza_activity_log ADD CONSTRAINT eliza_activity_log_pkey PRIMARY KEY (id);
CREATE INDEX idx_eliza_activity_created ON public.eliza_activity_log (created_at DESC);
CREATE INDEX idx_eliza_activity_log_created_at ON public.eliza_activity_log (created_at DESC);
CREATE INDEX idx_eliza_activity_type ON public.eliza_activity_log (activity_type);
CREATE INDEX idx_eliza_activity_log_activity_type ON public.eliza_activity_log (activity_type);
CREATE INDEX idx_eliza_activity_type_created ON public.eliza_activity_log (activity_type, created_at DESC);
CREATE INDEX idx_eliza_activity_mentioned_created ON public.eliza_activity_log (mentioned_to_user, created_at DESC);
CREATE INDEX idx_eliza_activity_unmentioned ON public.eliza_activity_log (mentioned_to_user)
    WHERE mentioned_to_user = false;
ALTER TABLE public.eliza_activity_log REPLICA IDENTITY FULL;

ALTER TABLE public.eliza_function_usage ADD CONSTRAINT eliza_function_usage_pkey PRIMARY KEY (id);
CREATE INDEX idx_function_usage_name ON public.eliza_function_usage (function_name);
CREATE INDEX idx_eliza_function_usage_function_name ON public.eliza_function_usage (function_name);
CREATE INDEX idx_function_usage_invoked ON public.eliza_function_usage (invoked_at DESC);
CREATE INDEX idx_eliza_function_usage_invoked_at ON public.eliza_function_usage (invoked_at DESC);
CREATE INDEX idx_function_usage_version ON public.eliza_function_usage (function_name, deployment_version);
CREATE INDEX idx_function_usage_deployment ON public.eliza_function_usage (deployment_version);
CREATE INDEX idx_function_usage_hash ON public.eliza_function_usage (function_hash);
CREATE INDEX idx_function_usage_executive ON public.eliza_function_usage (executive_name);
CREATE INDEX idx_function_usage_session ON public.eliza_function_usage (session_id);
CREATE INDEX idx_function_usage_category ON public.eliza_function_usage (tool_category);
CREATE INDEX idx_function_usage_user ON public.eliza_function_usage (user_id);
CREATE INDEX idx_function_usage_created_category ON public.eliza_function_usage (created_at, tool_category);

ALTER TABLE public.api_call_logs ADD CONSTRAINT api_call_logs_pkey PRIMARY KEY (id);
CREATE INDEX idx_api_call_logs_function_created ON public.api_call_logs (function_name, created_at DESC);

ALTER TABLE public.edge_function_logs ADD CONSTRAINT edge_function_logs_pkey PRIMARY KEY (id);
ALTER TABLE public.eliza_python_executions ADD CONSTRAINT eliza_python_executions_pkey PRIMARY KEY (id);
ALTER TABLE public.network_access_errors ADD CONSTRAINT network_access_errors_pkey PRIMARY KEY (id);
ALTER TABLE public.frontend_events ADD CONSTRAINT frontend_events_pkey PRIMARY KEY (id);
ALTER TABLE public.devices ADD CONSTRAINT devices_pkey PRIMARY KEY (id);
ALTER TABLE public.ip_address_log ADD CONSTRAINT ip_address_log_pkey PRIMARY KEY (id);

RESET ROLE;
