-- Signs a user in: a session and its first refresh token. $1 the user's address, $2 when, $3 the token.
WITH person AS (
    SELECT id, email, role, raw_app_meta_data, raw_user_meta_data, is_anonymous
    FROM auth.users WHERE email = $1 AND deleted_at IS NULL
), opened AS (
    INSERT INTO auth.sessions (id, user_id, created_at, updated_at, aal)
    SELECT gen_random_uuid(), id, $2::timestamptz, $2::timestamptz, 'aal1' FROM person
    RETURNING id, user_id
), issued AS (
    INSERT INTO auth.refresh_tokens (instance_id, token, user_id, revoked, created_at, updated_at, session_id)
    SELECT '00000000-0000-0000-0000-000000000000', $3, user_id::text, false, $2::timestamptz, $2::timestamptz, id FROM opened
    RETURNING session_id
)
SELECT opened.id::text AS session_id, person.id::text AS id, person.email, person.role,
       coalesce(person.raw_app_meta_data, '{}') AS app_metadata, coalesce(person.raw_user_meta_data, '{}') AS user_metadata,
       person.is_anonymous
FROM person, opened, issued
