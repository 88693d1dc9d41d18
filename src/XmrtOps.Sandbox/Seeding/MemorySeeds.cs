using System.Globalization;

namespace XmrtOps.Sandbox.Seeding;

/// <summary>What the assistants remember; one in a hundred already has its embedding.</summary>
internal static class MemorySeeds
{
    private const int EmbeddingDimensions = 1536;
    private static readonly string[] Types = ["conversation", "user_message", "assistant_response", "preference"];

    public static TableSeed Contexts(SeedContext context, long sessions)
    {
        var memories = context.Scaled(1_500);
        return new(
            "public.memory_contexts",
            "id, user_id, session_id, content, context_type, importance_score, embedding, metadata, \"timestamp\"",
            memories,
            (CopyBuffer rows, ref SeededRandom random, long unit) =>
            {
                var session = SessionFacts.At(context, unit * sessions / memories);
                var time = context.Clock.Spread(unit, memories, ref random);
                var signedIn = random.Chance(20);
                rows.Row().Uuid(random.Uuid())
                    .Text(signedIn ? AuthSeeds.UserId(context, random.Below(AuthSeeds.Users(context))).ToString() : session.Address)
                    .Text(random.Chance(85) ? session.Key : session.Id.ToString("D", CultureInfo.InvariantCulture))
                    .BeginField();
                Prose.Write(rows, random.Between(20, 260), ref random);
                rows.EndField().Text(random.Pick(Types)).Real(random.Below(101) / 100f);
                if (unit % 100 == 7)
                    rows.Vector(EmbeddingDimensions, ref random);
                else
                    rows.Null();
                rows.Json("""{"source":"chat"}""").Time(time);
            });
    }
}
