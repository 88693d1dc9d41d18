using System.Globalization;
using XmrtOps.Conversations;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

/// <summary>Counted in groups or session by session, for a page or for all: the sessions, their order and their counts are
/// those that a statement finds which counts each session by itself.</summary>
public sealed class ConversationCountTests(SandboxServer server)
{
    // Sessions with and without messages, many with equally many and made at the same time; and messages of no session.
    private const string Ties =
        """
        ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
        ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
        ALTER TABLE public.conversation_messages DROP CONSTRAINT conversation_messages_session_id_fkey;
        TRUNCATE public.conversation_sessions, public.conversation_messages CASCADE;
        INSERT INTO public.conversation_sessions (id, session_key, is_active, created_at, updated_at)
        SELECT lpad(i::text, 32, '0')::uuid, CASE WHEN i % 3 = 0 THEN 'ip-203.0.113.' ELSE 'local-' END || i,
               CASE i % 7 WHEN 0 THEN false WHEN 1 THEN NULL ELSE true END,
               timestamptz '2026-03-31 00:00Z' - i / 4 * interval '1 day', timestamptz '2026-03-31 00:00Z' - i / 6 * interval '1 day'
        FROM generate_series(1, 60) i;
        INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
        SELECT lpad(i::text, 32, '0')::uuid, CASE WHEN j % 2 = 0 THEN 'user' ELSE 'assistant' END, 'text',
               timestamptz '2026-03-31 00:00Z' - i / 5 * interval '1 day' - j * interval '1 hour'
        FROM generate_series(1, 70) i, generate_series(1, 12) j
        WHERE j <= i % 5 * (1 + i % 2);
        """;

    private const string One =
        """
        SELECT string_agg(concat_ws(',', s.id, s.session_key, s.is_active IS TRUE, extract(epoch FROM s.created_at)::bigint,
                   extract(epoch FROM s.updated_at)::bigint,
                   (SELECT count(*) FROM public.conversation_messages m WHERE m.session_id = s.id),
                   (SELECT count(*) FROM public.conversation_messages m WHERE m.session_id = s.id AND m.message_type = 'user'),
                   coalesce((SELECT extract(epoch FROM max(m."timestamp"))::bigint FROM public.conversation_messages m WHERE m.session_id = s.id), 0)), ' ')
        FROM public.conversation_sessions s
        """;

    private static readonly (string Arguments, Func<Known, bool> Fits)[] s_filters =
    [
        ("", _ => true),
        ("-Active", one => one.IsActive),
        ("-WithoutMessages", one => one.Messages == 0),
        ("-Since 2026-03-23Z", one => one.ActiveAt >= Day(23)),
        ("-Until 2026-03-27Z -Active", one => one.ActiveAt < Day(27) && one.IsActive),
        ("-Since 2026-03-23Z -Until 2026-03-27Z", one => one.ActiveAt >= Day(23) && one.ActiveAt < Day(27)),
        ("'ip-*'", one => one.Key.StartsWith("ip-", StringComparison.Ordinal)),
        ("'ip-*', local-4? -WithoutMessages", one => (one.Key.StartsWith("ip-", StringComparison.Ordinal)
            || one.Key.StartsWith("local-4", StringComparison.Ordinal) && one.Key.Length == 8) && one.Messages == 0),
        ("-Id $ids", one => one.Id.EndsWith('1')),
    ];

    private static readonly (string Arguments, int Skip, int Count)[] s_pages =
        [("-All", 0, 1000), ("-First 7", 0, 7), ("-Skip 5 -First 9", 5, 9)];

    private static long Day(int ofMarch) => new DateTimeOffset(2026, 3, ofMarch, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Theory]
    [InlineData(ConversationOrder.Messages)]
    [InlineData(ConversationOrder.LastActivity)]
    [InlineData(ConversationOrder.Created)]
    [InlineData(ConversationOrder.Updated)]
    public async Task Counts_and_order_do_not_depend_on_how_they_were_counted(ConversationOrder order)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Ties);
        List<Known> known = [.. (await database.ValueAsync<string>(One)).Split(' ').Select(Known.Parse)];
        using PwshSession session = database.Connect();
        session.Set("ids", known.Where(one => one.Id.EndsWith('1')).Select(one => Guid.Parse(one.Id)).ToArray());

        foreach ((string filter, Func<Known, bool> fits) in s_filters)
        {
            List<Known> fitting = [.. known.Where(one => fits(one))
                .OrderByDescending(one => order == ConversationOrder.Messages ? one.Messages : 0)
                .ThenByDescending(one => order switch
                {
                    ConversationOrder.LastActivity => one.ActiveAt,
                    ConversationOrder.Updated => one.UpdatedAt,
                    _ => one.CreatedAt,
                })
                .ThenByDescending(one => one.CreatedAt)
                .ThenBy(one => one.Id, StringComparer.Ordinal)];
            Assert.NotEmpty(fitting);
            foreach ((string page, int skip, int count) in s_pages)
            {
                PwshResult result = session.Run($"Get-XmrtConversation {filter} -OrderBy {order} {page}").Succeeded();

                Assert.Equal(
                    fitting.Skip(skip).Take(count).Select(one => (one.Id, one.Messages, one.Written, one.LastAt)),
                    result.Of<Conversation>().Select(one => (
                        one.Id!.Value.ToString(), one.MessageCount!.Value, one.UserMessageCount!.Value, one.LastMessageAt?.ToUnixTimeSeconds() ?? 0)));
            }

            Assert.Equal(
                (ulong)fitting.Count,
                session.Run($"Get-XmrtConversation {filter} -OrderBy {order} -First 1 -IncludeTotalCount").Succeeded().Output[0]!.BaseObject);
        }
    }

    private sealed record Known(string Id, string Key, bool IsActive, long CreatedAt, long UpdatedAt, long Messages, long Written, long LastAt)
    {
        public long ActiveAt => LastAt == 0 ? UpdatedAt : LastAt;

        public static Known Parse(string text)
        {
            string[] parts = text.Split(',');
            long[] numbers = [.. parts[3..].Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
            return new Known(parts[0], parts[1], parts[2] == "t", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }
    }
}
