namespace XmrtOps.Sandbox.Seeding;

/// <summary>Users, their sessions and tokens, and the audit log of GoTrue.</summary>
internal static class AuthSeeds
{
    private const int TokensPerSession = 3;
    private static readonly ulong UserSubject = SeededRandom.Subject("auth user");
    private static readonly ulong SessionSubject = SeededRandom.Subject("auth session");
    private static readonly string[] Actions =
        ["login", "login", "logout", "token_refreshed", "token_refreshed", "token_refreshed", "token_revoked", "user_signedup"];

    public static long Users(SeedContext context) => context.Scaled(200);

    public static Guid UserId(SeedContext context, long position) => context.Id(UserSubject, position);

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        var users = Users(context);
        yield return new("auth.users",
            "instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, "
            + "confirmation_token, recovery_token, "
            + "email_change_token_new, email_change, last_sign_in_at, raw_app_meta_data, raw_user_meta_data, created_at, "
            + "updated_at, banned_until, is_anonymous",
            users,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var created = context.Clock.Spread(unit, users, ref random);
                var seen = created.AddTicks(random.Below((context.Now - created).Ticks) / 10 * 10);
                rows.Row().Uuid(Guid.Empty).Uuid(UserId(context, unit)).Text("authenticated").Text("authenticated")
                    .Text($"user{unit}@example.com")
                    .Text($"$2a$10${random.Next():x16}{random.Next():x16}{random.Next():x16}{random.Below(0x10000):x5}")
                    .Time(unit % 17 == 3 ? null : created.AddMinutes(2)).Text("").Text("").Text("").Text("").Time(seen)
                    .Json("""{"provider":"email","providers":["email"]}""").Json("{}").Time(created).Time(seen)
                    .Time(unit % 97 == 5 ? context.Now.AddYears(10) : null).Bool(false);
            });
        yield return new("auth.identities",
            "provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at, id", users,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var created = context.Clock.Spread(unit, users, ref random);
                var user = UserId(context, unit);
                rows.Row().Text($"{user}").Uuid(user)
                    .Json($$"""{"sub":"{{user}}","email":"User{{unit}}@example.com","email_verified":true}""")
                    .Text("email")
                    .Time(created).Time(created).Time(created).Uuid(random.Uuid());
            });
        yield return new("auth.sessions",
            "id, user_id, created_at, updated_at, aal, refreshed_at, user_agent, ip", users,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var created = context.Clock.Spread(unit, users, ref random);
                var refreshed = created.AddTicks(random.Below((context.Now - created).Ticks) / 10 * 10);
                rows.Row().Uuid(context.Id(SessionSubject, unit)).Uuid(UserId(context, random.Below(users)))
                    .Time(created).Time(refreshed).Text(unit % 11 == 4 ? "aal2" : "aal1").Time(refreshed)
                    .Text(AccessSeeds.UserAgent(ref random)).Inet(Addresses.At(random.Below(Addresses.V4Count + 200)));
            });
        yield return new("auth.refresh_tokens",
            "instance_id, id, token, user_id, revoked, created_at, updated_at, parent, session_id", users,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var issued = context.Clock.Spread(unit, users, ref random);
                var user = random.Below(users);
                for (var token = 0; token < TokensPerSession && issued <= context.Now; token++)
                {
                    var replaced = issued.AddHours(1);
                    rows.Row().Uuid(Guid.Empty).Int64(unit * TokensPerSession + token + 1).Text(Token(unit, token))
                        .Text($"{UserId(context, user)}").Bool(token < TokensPerSession - 1 && replaced <= context.Now)
                        .Time(issued).Time(issued).Text(token == 0 ? null : Token(unit, token - 1))
                        .Uuid(context.Id(SessionSubject, unit));
                    issued = replaced;
                }
            });
        var entries = context.Scaled(1_500);
        yield return new("auth.audit_log_entries", "instance_id, id, payload, created_at, ip_address", entries,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var user = random.Below(users);
                var action = random.Pick(Actions);
                var type = action switch { "login" or "logout" => "account", "user_signedup" => "team", _ => "token" };
                rows.Row().Uuid(Guid.Empty).Uuid(random.Uuid())
                    .Text($$"""{"action":"{{action}}","actor_id":"{{UserId(context, user)}}","actor_username":"user{{user}}@example.com","log_type":"{{type}}","traits":{"provider":"email"} }""")
                    .Time(context.Clock.Spread(unit, entries, ref random))
                    .Text(Addresses.At(random.Below(Addresses.V4Count + 200)).ToString());
            });
    }

    private static string Token(long session, int token) =>
        $"{SeededRandom.Subject("token of session " + session.ToString(System.Globalization.CultureInfo.InvariantCulture)):x16}{token:x4}";
}
