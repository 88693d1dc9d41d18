-- What functions, tools and the frontend write about their own runs.

SET ROLE postgres;

CREATE TABLE public.eliza_activity_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    activity_type text NOT NULL,
    title text,
    description text,
    metadata jsonb DEFAULT '{}',
    status text NOT NULL DEFAULT 'completed',
    created_at timestamptz DEFAULT now(),
    mentioned_to_user boolean DEFAULT false,
    updated_at timestamptz DEFAULT now(),
    function_name text
);

CREATE TABLE public.eliza_function_usage (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    function_name text NOT NULL,
    invoked_at timestamptz DEFAULT now(),
    invoked_by text DEFAULT 'eliza',
    success boolean NOT NULL,
    execution_time_ms integer,
    error_message text,
    context text,
    created_at timestamptz DEFAULT now(),
    deployment_version text,
    function_hash text,
    deployment_id text,
    git_commit_hash text,
    executive_name text,
    user_context text,
    parameters jsonb DEFAULT '{}',
    result_summary text,
    metadata jsonb DEFAULT '{}',
    payload jsonb,
    session_id uuid,
    user_id uuid,
    tool_category text DEFAULT 'general'
);

CREATE TABLE public.api_call_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    function_name text NOT NULL,
    called_at timestamptz NOT NULL DEFAULT now(),
    execution_time_ms integer,
    status text NOT NULL,
    error_message text,
    request_payload jsonb,
    response_data jsonb,
    caller_context jsonb DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT api_call_logs_status_check CHECK (status IN ('success', 'error', 'timeout', 'pending'))
);

CREATE TABLE public.edge_function_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    function_name text NOT NULL,
    event_type text NOT NULL,
    event_message text,
    level text,
    status_code integer,
    execution_time_ms integer,
    request_id text,
    user_id text,
    metadata jsonb DEFAULT '{}',
    "timestamp" timestamptz DEFAULT now()
);

CREATE TABLE public.eliza_python_executions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code text NOT NULL,
    output text,
    status text NOT NULL DEFAULT 'completed',
    exit_code integer,
    error_message text,
    execution_time_ms integer,
    source text DEFAULT 'eliza',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT eliza_python_executions_status_check CHECK (status IN (
        'pending', 'running', 'completed', 'error', 'failed', 'PENDING', 'RUNNING', 'COMPLETED', 'ERROR', 'FAILED'))
);

CREATE TABLE public.network_access_errors (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    function_name text NOT NULL,
    error_type text NOT NULL,
    target_url text,
    created_at timestamptz DEFAULT now()
);

CREATE TABLE public.frontend_events (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    event_type text NOT NULL,
    ip_address inet,
    user_agent text,
    session_id text,
    metadata jsonb DEFAULT '{}',
    occurred_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.devices (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    device_fingerprint text NOT NULL,
    device_type text,
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.ip_address_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    ip_address inet NOT NULL,
    first_seen timestamptz NOT NULL DEFAULT now(),
    last_seen timestamptz NOT NULL DEFAULT now(),
    total_requests bigint,
    activity_type text,
    session_key text,
    user_agent text,
    wallet_address text,
    worker_id text,
    device_id uuid,
    geolocation jsonb,
    metadata jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);

RESET ROLE;
