-- Health checks, platform logs and the project's own monitoring history.

SET ROLE postgres;

CREATE TABLE public.frontend_health_checks (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    check_timestamp timestamptz NOT NULL DEFAULT now(),
    status text NOT NULL,
    status_code integer,
    response_time_ms integer,
    error_message text,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.vercel_service_health (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    service_name text NOT NULL,
    status text NOT NULL,
    status_code integer,
    response_time_ms integer,
    check_timestamp timestamptz DEFAULT now(),
    error_message text,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    CONSTRAINT vercel_service_health_service_name_check CHECK (service_name IN ('io', 'ecosystem', 'dao', 'frontend')),
    CONSTRAINT vercel_service_health_status_check CHECK (status IN ('online', 'degraded', 'offline'))
);

CREATE TABLE public.vercel_function_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    function_name text NOT NULL,
    function_path text,
    invocation_id text,
    status text NOT NULL,
    execution_time_ms integer,
    cold_start boolean,
    region text,
    request_method text,
    request_path text,
    response_status integer,
    error_message text,
    logs text[],
    metadata jsonb DEFAULT '{}',
    invoked_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Nothing writes this one: it stays without a row.
CREATE TABLE public.vercel_deployments (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    deployment_id text NOT NULL,
    deployment_url text NOT NULL,
    status text NOT NULL,
    git_branch text,
    git_commit_sha text,
    git_commit_message text,
    build_duration_ms integer,
    deployed_at timestamptz DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.system_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    log_level text NOT NULL,
    log_source text NOT NULL,
    log_category text NOT NULL,
    message text NOT NULL,
    details jsonb DEFAULT '{}',
    error_stack text,
    user_context jsonb DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    resolved boolean DEFAULT false,
    resolved_at timestamptz,
    resolved_by text,
    CONSTRAINT system_logs_log_level_check CHECK (log_level IN ('debug', 'info', 'warning', 'error', 'critical'))
);

CREATE TABLE public.system_metrics (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    metric_name text NOT NULL,
    metric_value numeric NOT NULL,
    metric_category text NOT NULL,
    measured_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb DEFAULT '{}'
);

CREATE TABLE public.system_performance_logs (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    snapshot_type text NOT NULL,
    health_score numeric NOT NULL,
    health_status text NOT NULL,
    agent_stats jsonb NOT NULL DEFAULT '{}',
    task_stats jsonb NOT NULL DEFAULT '{}',
    python_execution_stats jsonb NOT NULL DEFAULT '{}',
    api_health_stats jsonb NOT NULL DEFAULT '{}',
    conversation_stats jsonb NOT NULL DEFAULT '{}',
    workflow_stats jsonb NOT NULL DEFAULT '{}',
    learning_stats jsonb NOT NULL DEFAULT '{}',
    skill_gap_stats jsonb NOT NULL DEFAULT '{}',
    issues_detected jsonb[] DEFAULT '{}',
    recommendations text[] DEFAULT '{}',
    metadata jsonb DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT system_performance_logs_health_score_check CHECK (health_score >= 0 AND health_score <= 100),
    CONSTRAINT system_performance_logs_health_status_check CHECK (
        health_status IN ('healthy', 'warning', 'degraded', 'critical')),
    CONSTRAINT system_performance_logs_snapshot_type_check CHECK (
        snapshot_type IN ('hourly', 'daily', 'on-demand', 'scheduled'))
);

CREATE TABLE public.api_key_health (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    service_name text NOT NULL,
    key_type text,
    is_healthy boolean NOT NULL DEFAULT false,
    last_checked timestamptz DEFAULT now(),
    error_message text,
    expiry_warning boolean DEFAULT false,
    days_until_expiry integer,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);

CREATE TABLE public.system_issues (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    code text NOT NULL,
    severity text NOT NULL,
    status text NOT NULL DEFAULT 'open',
    title text NOT NULL,
    detected_at timestamptz NOT NULL DEFAULT now(),
    remediation text,
    remediation_sql text
);

CREATE TABLE public.system_flags (
    key text NOT NULL,
    value jsonb NOT NULL DEFAULT '{}',
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.service_status (
    service_name text NOT NULL,
    is_running boolean NOT NULL DEFAULT true,
    last_checked_at timestamptz DEFAULT now(),
    metrics jsonb DEFAULT '{}'
);

CREATE TABLE public.service_status_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    service_name text NOT NULL,
    snapshot jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

RESET ROLE;
