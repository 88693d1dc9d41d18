-- Whether row level security hides rows of rate_limits from the current role, and whether it may delete.
SELECT row_security_active('public.rate_limits'), has_table_privilege('public.rate_limits', 'DELETE')
