-- The requests of some identifiers to some endpoints in some spans of time, each span's in their order.
-- $1 identifiers   $2 endpoints   $3 starts   $4 ends   $5 since   $6 until
SELECT (s.span - 1)::integer AS span, r.window_start, greatest(coalesce(r.request_count, 1), 0) AS requests
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
     WITH ORDINALITY AS s(identifier, endpoint, starts, ends, span)
JOIN public.rate_limits r ON r.identifier = s.identifier AND r.endpoint = s.endpoint
                         AND r.window_start >= s.starts AND r.window_start < s.ends
WHERE r.window_start >= $5::timestamptz AND r.window_start < $6::timestamptz
ORDER BY s.span, r.window_start
