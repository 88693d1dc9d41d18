-- Sessions, their messages and what is derived from them. Heaps only: keys, indexes, policies and triggers follow
-- after the load (310 and on).

SET ROLE postgres;

CREATE TABLE public.user_profiles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    ip_address inet NOT NULL,
    wallet_address text,
    wallet_balance numeric DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE public.conversation_sessions (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_key text NOT NULL,
    title text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb DEFAULT '{}',
    is_active boolean DEFAULT true,
    user_profile_id uuid,
    lead_score integer DEFAULT 0,
    acquisition_stage text DEFAULT 'anonymous',
    services_interested_in jsonb DEFAULT '[]',
    tier_preference text,
    last_qualification_at timestamptz,
    conversion_event text,
    lifetime_value numeric DEFAULT 0
);

CREATE TABLE public.conversation_messages (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL,
    message_type text NOT NULL,
    content text NOT NULL,
    metadata jsonb DEFAULT '{}',
    "timestamp" timestamptz NOT NULL DEFAULT now(),
    processing_data jsonb,
    CONSTRAINT conversation_messages_message_type_check CHECK (message_type IN ('user', 'assistant', 'system'))
);

CREATE TABLE public.conversation_history (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL,
    session_key text NOT NULL,
    participant_type text NOT NULL DEFAULT 'public',
    conversation_title text,
    message_count integer DEFAULT 0,
    started_at timestamptz NOT NULL DEFAULT now(),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    is_active boolean DEFAULT true,
    metadata jsonb DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- No foreign key to the session, neither here nor later: summaries of deleted sessions stay behind.
CREATE TABLE public.conversation_summaries (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL,
    summary_text text NOT NULL,
    message_count integer NOT NULL DEFAULT 0,
    start_message_id uuid,
    end_message_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metadata jsonb DEFAULT '{}'
);

CREATE TABLE public.lead_qualification_signals (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_key text NOT NULL,
    signal_type text NOT NULL,
    signal_value jsonb,
    detected_at timestamptz DEFAULT now(),
    confidence_score numeric DEFAULT 0.5,
    contributed_to_score integer DEFAULT 0,
    created_at timestamptz DEFAULT now(),
    CONSTRAINT lead_qualification_signals_confidence_score_check CHECK (confidence_score >= 0 AND confidence_score <= 1)
);

CREATE TABLE public.interaction_patterns (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    session_key text NOT NULL,
    pattern_name text NOT NULL,
    pattern_data jsonb NOT NULL DEFAULT '{}',
    frequency integer NOT NULL DEFAULT 1,
    confidence_score numeric DEFAULT 0.5,
    last_occurrence timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Where pgvector is at hand this column is vector(1536); the array has the same content and needs no extension.
CREATE TABLE public.memory_contexts (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id text NOT NULL,
    session_id text NOT NULL,
    content text NOT NULL,
    context_type text NOT NULL,
    importance_score real DEFAULT 0.5,
    embedding double precision[],
    metadata jsonb DEFAULT '{}',
    "timestamp" timestamptz DEFAULT now()
);

RESET ROLE;
