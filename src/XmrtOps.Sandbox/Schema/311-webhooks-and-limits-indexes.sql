-- No index leads with webhook_logs.created_at or rate_limits.window_start, the columns of the runbook's statements;
-- idx_rate_limits_lookup repeats the unique constraint.

SET ROLE postgres;

ALTER TABLE public.webhook_logs ADD CONSTRAINT webhook_logs_pkey PRIMARY KEY (id);
CREATE INDEX idx_webhook_logs_status ON public.webhook_logs (status, created_at DESC);
CREATE INDEX idx_webhook_logs_event_source ON public.webhook_logs (event_source);
CREATE INDEX idx_webhook_logs_event_type ON public.webhook_logs (event_type);
CREATE INDEX idx_webhook_logs_processing_status ON public.webhook_logs (processing_status);

ALTER TABLE public.rate_limits ADD CONSTRAINT rate_limits_pkey PRIMARY KEY (id);
ALTER TABLE public.rate_limits ADD CONSTRAINT rate_limits_identifier_endpoint_window_start_key
    UNIQUE (identifier, endpoint, window_start);
CREATE INDEX idx_rate_limits_lookup ON public.rate_limits (identifier, endpoint, window_start);

ALTER TABLE public.communication_rate_limits ADD CONSTRAINT communication_rate_limits_pkey PRIMARY KEY (id);
ALTER TABLE public.communication_rate_limits
    ADD CONSTRAINT communication_rate_limits_channel_executive_name_key UNIQUE (channel, executive_name);

RESET ROLE;
