-- Stand-ins for pg_net: a request queue that nobody drains, and the responses, which are seeded.

CREATE TABLE net.http_request_queue (
    id bigserial,
    method text NOT NULL,
    url text NOT NULL,
    headers jsonb,
    body bytea,
    timeout_milliseconds integer NOT NULL
);

CREATE TABLE net._http_response (
    id bigint,
    status_code integer,
    content_type text,
    headers jsonb,
    content text,
    timed_out boolean,
    error_msg text,
    created timestamptz NOT NULL DEFAULT now()
);

-- A NULL url, which is what unset app.settings make of it, fails here as it does in the real one (23502).
CREATE FUNCTION net.http_post(
    url text,
    body jsonb DEFAULT '{}',
    params jsonb DEFAULT '{}',
    headers jsonb DEFAULT '{"Content-Type": "application/json"}',
    timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, net
AS $$
    INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
    VALUES ('POST', url, headers, convert_to(body::text, 'UTF8'), timeout_milliseconds)
    RETURNING id
$$;

GRANT ALL ON ALL TABLES IN SCHEMA net TO postgres;
GRANT ALL ON ALL SEQUENCES IN SCHEMA net TO postgres;
