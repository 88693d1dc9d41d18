-- Users as GoTrue's admin endpoints show them: no password, no token. $1 page size, $2 rows to skip, $3 text to look for
-- in addresses, or empty, $4 one user's id, or empty.
SELECT count(*) OVER ()::int AS total,
       json_build_object(
           'id', u.id, 'aud', u.aud, 'role', u.role, 'email', u.email, 'phone', coalesce(u.phone, ''),
           'email_confirmed_at', u.email_confirmed_at, 'last_sign_in_at', u.last_sign_in_at,
           'banned_until', u.banned_until, 'app_metadata', coalesce(u.raw_app_meta_data, '{}'),
           'user_metadata', coalesce(u.raw_user_meta_data, '{}'),
           'identities', coalesce((
               SELECT json_agg(json_build_object(
                   'identity_id', i.id, 'id', i.provider_id, 'user_id', i.user_id, 'provider', i.provider,
                   'identity_data', i.identity_data, 'last_sign_in_at', i.last_sign_in_at))
               FROM auth.identities AS i WHERE i.user_id = u.id), '[]'),
           'created_at', u.created_at, 'updated_at', u.updated_at, 'is_anonymous', u.is_anonymous) AS user
FROM auth.users AS u
WHERE ($3 = '' OR u.email ILIKE '%' || $3 || '%') AND ($4 = '' OR u.id::text = $4)
ORDER BY u.created_at DESC, u.id
LIMIT $1::bigint OFFSET $2::bigint
