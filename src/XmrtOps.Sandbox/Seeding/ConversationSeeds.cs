namespace XmrtOps.Sandbox.Seeding;

/// <summary>Sessions, messages and what is derived from them.</summary>
internal static class ConversationSeeds
{
    private static readonly ulong ProfileSubject = SeededRandom.Subject("user profile");
    private static readonly string[] Stages = ["anonymous", "anonymous", "anonymous", "engaged", "qualified", "customer"];
    private static readonly string[] Executives = ["Eliza", "CSO", "CTO", "CIO", "CAO"];
    private static readonly string[] Providers = ["lovable", "gemini", "openrouter", "deepseek"];
    private static readonly string[] Signals =
        ["asked_pricing", "mentioned_budget", "provided_email", "repeat_visitor", "mining_interest"];

    public static IEnumerable<TableSeed> All(SeedContext context)
    {
        var sessions = SessionFacts.Count(context);
        var profiles = context.Scaled(300);
        yield return Messages(context, sessions);
        yield return Sessions(context, sessions, profiles);
        yield return new("public.user_profiles", "id, ip_address, wallet_balance, created_at, updated_at", profiles,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var created = context.Clock.Spread(unit, profiles, ref random);
                rows.Row().Uuid(context.Id(ProfileSubject, unit)).Inet(Addresses.At(unit))
                    .Numeric(random.Below(5_000_000), 6).Time(created).Time(created);
            });
        yield return History(context, sessions);
        yield return Summaries(context, sessions);
        yield return new("public.lead_qualification_signals",
            "id, session_key, signal_type, signal_value, detected_at, confidence_score, "
            + "contributed_to_score, created_at",
            (sessions + 4) / 5,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var session = SessionFacts.At(context, unit * 5);
                rows.Row().Uuid(random.Uuid()).Text(session.Key).Text(random.Pick(Signals))
                    .Json("""{"source":"message"}""").Time(session.UpdatedAt).Numeric(random.Between(30, 100), 2)
                    .Int32(session.LeadScore).Time(session.UpdatedAt);
            });
        yield return new("public.interaction_patterns",
            "id, session_key, pattern_name, pattern_data, frequency, last_occurrence, created_at", sessions,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var session = SessionFacts.At(context, unit);
                var (count, last) = session.Messages();
                if (count > 0)
                    rows.Row().Uuid(random.Uuid()).Text(session.Key).Text("message_frequency")
                        .Json("""{"last_message_type":"assistant"}""").Int32(count).Time(last).Time(session.CreatedAt);
            });
        yield return MemorySeeds.Contexts(context, sessions);
    }

    private static TableSeed Sessions(SeedContext context, long sessions, long profiles) => new(
        "public.conversation_sessions",
        "id, session_key, title, created_at, updated_at, metadata, is_active, user_profile_id, lead_score, "
        + "acquisition_stage, services_interested_in, last_qualification_at, lifetime_value",
        sessions,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var session = SessionFacts.At(context, unit);
            var platform = session.OnPhone ? "mobile" : "desktop";
            rows.Row().Uuid(session.Id).Text(session.Key).Text($"Conversation - {session.CreatedAt:MM/dd/yyyy}")
                .Time(session.CreatedAt).Time(session.UpdatedAt)
                .Json($$"""{"userIP":"{{session.Address}}","startedAt":"{{session.CreatedAt:O}}","platform":"{{platform}}"}""")
                .Bool(session.IsActive)
                .Uuid(random.Chance(8) ? context.Id(ProfileSubject, random.Below(profiles)) : null)
                .Int32(session.LeadScore).Text(session.HasSignal ? random.Pick(Stages) : "anonymous").Json("[]")
                .Time(session.HasSignal ? session.UpdatedAt : null).Numeric(0, 0);
        });

    private static TableSeed Messages(SeedContext context, long sessions) => new(
        "public.conversation_messages",
        "id, session_id, message_type, content, metadata, \"timestamp\", processing_data",
        sessions,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var session = SessionFacts.At(context, unit);
            var (count, _) = session.Messages();
            var gaps = session.Gaps();
            var time = session.CreatedAt;
            for (var message = 0; message < count; message++)
            {
                time = session.Following(time, message, ref gaps);
                var fromUser = message % 2 == 0;
                var system = random.Below(200) == 0;
                rows.Row().Uuid(session.MessageId(message)).Uuid(session.Id)
                    .Text(system ? "system" : fromUser ? "user" : "assistant");
                if (fromUser)
                {
                    rows.Text(Prose.Question(ref random)).Json("{}");
                }
                else
                {
                    rows.BeginField();
                    Prose.Write(rows, Prose.Length(ref random), ref random);
                    rows.EndField().Json(
                        $$"""{"provider":"{{random.Pick(Providers)}}","executive":"{{random.Pick(Executives)}}"}""");
                }

                rows.Time(time).Null();
            }
        });

    private static TableSeed History(SeedContext context, long sessions) => new(
        "public.conversation_history",
        "id, session_id, session_key, participant_type, conversation_title, message_count, started_at, "
        + "last_activity_at, is_active, metadata, created_at, updated_at",
        sessions,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var session = SessionFacts.At(context, unit);
            var (count, last) = session.Messages();
            rows.Row().Uuid(random.Uuid()).Uuid(session.Id).Text(session.Key).Text("public")
                .Text($"Conversation - {session.CreatedAt:MM/dd/yyyy}").Int32(count).Time(session.CreatedAt)
                .Time(last).Bool(session.IsActive).Json("{}").Time(session.CreatedAt).Time(last);
        });

    // Long conversations have one; and one in ten belongs to a session that no longer exists.
    private static TableSeed Summaries(SeedContext context, long sessions) => new(
        "public.conversation_summaries",
        "id, session_id, summary_text, message_count, start_message_id, end_message_id, created_at, "
        + "updated_at, metadata",
        sessions,
        (CopyBuffer rows, ref SeededRandom random, long unit) =>
        {
            var session = SessionFacts.At(context, unit);
            var (count, last) = session.Messages();
            var orphaned = unit % 40 == 0;
            if (count <= 16 && !orphaned)
                return;
            rows.Row().Uuid(random.Uuid()).Uuid(orphaned ? random.Uuid() : session.Id).BeginField();
            Prose.Write(rows, 150, ref random);
            rows.EndField().Int32(count)
                .Uuid(orphaned || count == 0 ? random.Uuid() : session.MessageId(0))
                .Uuid(orphaned || count == 0 ? random.Uuid() : session.MessageId(count - 1))
                .Time(last).Time(last).Json("""{"model":"summary"}""");
        });
}
