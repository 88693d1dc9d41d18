-- system_logs has no index on created_at, system_metrics and system_performance_logs have their key only.

SET ROLE postgres;

ALTER TABLE public.frontend_health_checks ADD CONSTRAINT frontend_health_checks_pkey PRIMARY KEY (id);
CREATE INDEX idx_frontend_health_timestamp ON public.frontend_health_checks (check_timestamp DESC);
CREATE INDEX idx_frontend_health_status ON public.frontend_health_checks (status);

ALTER TABLE public.vercel_service_health ADD CONSTRAINT vercel_service_health_pkey PRIMARY KEY (id);
CREATE INDEX idx_vercel_service_health_service ON public.vercel_service_health (service_name, check_timestamp DESC);

ALTER TABLE public.vercel_function_logs ADD CONSTRAINT vercel_function_logs_pkey PRIMARY KEY (id);
CREATE INDEX idx_vercel_function_logs_name ON public.vercel_function_logs (function_name);
CREATE INDEX idx_vercel_function_logs_invoked ON public.vercel_function_logs (invoked_at DESC);
CREATE INDEX idx_vercel_function_logs_status ON public.vercel_function_logs (status);

ALTER TABLE public.vercel_deployments ADD CONSTRAINT vercel_deployments_pkey PRIMARY KEY (id);
CREATE INDEX idx_vercel_deployments_deployed_at ON public.vercel_deployments (deployed_at DESC);

ALTER TABLE public.system_logs ADD CONSTRAINT system_logs_pkey PRIMARY KEY (id);
CREATE INDEX idx_system_logs_level ON public.system_logs (log_level);
CREATE INDEX idx_system_logs_source ON public.system_logs (log_source);

ALTER TABLE public.system_metrics ADD CONSTRAINT system_metrics_pkey PRIMARY KEY (id);
ALTER TABLE public.system_performance_logs ADD CONSTRAINT system_performance_logs_pkey PRIMARY KEY (id);

ALTER TABLE public.api_key_health ADD CONSTRAINT api_key_health_pkey PRIMARY KEY (id);
ALTER TABLE public.api_key_health ADD CONSTRAINT api_key_health_service_name_key UNIQUE (service_name);

ALTER TABLE public.system_issues ADD CONSTRAINT system_issues_pkey PRIMARY KEY (id);
ALTER TABLE public.system_flags ADD CONSTRAINT system_flags_pkey PRIMARY KEY (key);
ALTER TABLE public.service_status ADD CONSTRAINT service_status_pkey PRIMARY KEY (service_name);
ALTER TABLE public.service_status_history ADD CONSTRAINT service_status_history_pkey PRIMARY KEY (id);

RESET ROLE;
