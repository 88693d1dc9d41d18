-- All requests of some identifiers to some endpoints.
-- $1 identifiers   $2 endpoints   $3 since   $4 until
SELECT (p.pair - 1)::integer AS pair, sum(greatest(coalesce(r.request_count, 1), 0))::bigint AS requests
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS p(identifier, endpoint, pair)
JOIN public.rate_limits r ON r.identifier = p.identifier AND r.endpoint = p.endpoint
WHERE r.window_start >= $3::timestamptz AND r.window_start < $4::timestamptz
GROUP BY p.pair
