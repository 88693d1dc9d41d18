-- The webhook log, which is a work queue at the same time, and the two rate-limit mechanisms.

SET ROLE postgres;

CREATE TABLE public.webhook_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    webhook_name text NOT NULL,
    trigger_table text NOT NULL,
    trigger_operation text NOT NULL,
    payload jsonb,
    response jsonb,
    status text DEFAULT 'pending',
    error_message text,
    created_at timestamptz DEFAULT now(),
    event_source text,
    event_type text,
    processing_status text DEFAULT 'pending',
    dispatcher_result jsonb,
    dispatched_at timestamptz
);

CREATE TABLE public.rate_limits (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    identifier text NOT NULL,
    endpoint text NOT NULL,
    request_count integer DEFAULT 1,
    window_start timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.communication_rate_limits (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    channel text NOT NULL,
    executive_name text NOT NULL,
    max_per_window integer NOT NULL DEFAULT 10,
    messages_sent integer NOT NULL DEFAULT 0,
    window_start timestamptz NOT NULL DEFAULT now(),
    window_end timestamptz NOT NULL DEFAULT now() + interval '1 hour'
);

RESET ROLE;
