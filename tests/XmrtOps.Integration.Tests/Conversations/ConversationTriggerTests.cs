using XmrtOps.Conversations;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

/// <summary>What trying an insert would set off is said beforehand, and what leaves the database only when told.</summary>
public sealed class ConversationTriggerTests(SandboxServer server)
{
    [Theory]
    [InlineData("PERFORM net.http_post(url := 'http://example.net/', body := '{}')", "TriggerCallsOut")]
    [InlineData("EXECUTE 'SELECT ' || NEW.id", "TriggerUnknown")]
    [InlineData("PERFORM public.outward()", "TriggerCallsOut")]
    [InlineData("INSERT INTO public.relay DEFAULT VALUES", "TriggerCallsOut")]
    [InlineData("PERFORM pg_advisory_lock(1)", "TriggerCallsOutForGood")]
    [InlineData("NOTIFY messages", null)]
    [InlineData("PERFORM pg_notify('messages', NEW.id::text)", null)]
    [InlineData("INSERT INTO public.webhook_logs (webhook_name, trigger_table, trigger_operation) VALUES ('a', 'b', 'c')", null)]
    public async Task Triggers_that_call_out_are_named_and_tried_only_when_told(string act, string? code)
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(
            $"""
             CREATE FUNCTION public.outward() RETURNS void LANGUAGE sql AS $$ SELECT net.http_post(url := 'http://example.net/') $$;
             CREATE TABLE public.relay (id bigserial);
             GRANT ALL ON public.relay, public.relay_id_seq TO service_role;
             CREATE FUNCTION public.relay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM public.outward(); RETURN NEW; END $$;
             CREATE TRIGGER relay AFTER INSERT ON public.relay FOR EACH ROW EXECUTE FUNCTION public.relay();
             CREATE FUNCTION public.act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN IF NEW.content = 'never' THEN {act}; END IF; RETURN NEW; END $$;
             CREATE TRIGGER act AFTER INSERT ON public.conversation_messages FOR EACH ROW EXECUTE FUNCTION public.act();
             """);
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session.Run("Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();
        IReadOnlyList<ConversationTestResult> told = session
            .Run("Test-XmrtConversation -AllowTriggers").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult triggers = tests.Of(ConversationTestKind.Triggers, "conversation_messages");
        ConversationTestResult tried = tests.Of(ConversationTestKind.Insert, "conversation_messages as service_role");
        Assert.Equal(code is null ? true : null, triggers.Passed);
        Assert.Equal(code is null ? true : null, tried.Passed);
        Assert.Contains(code ?? "Trigger", string.Join(' ', triggers.Findings.Select(finding => finding.Code)), StringComparison.Ordinal);
        Assert.Contains("trigger act of conversation_messages", string.Join(' ', triggers.Findings.Select(finding => finding.Reason)), StringComparison.Ordinal);
        Assert.True(tests.Of(ConversationTestKind.Insert, "conversation_sessions as service_role").Passed);
        Assert.True(told.Of(ConversationTestKind.Insert, "conversation_messages as service_role").Passed);
    }

    [Fact]
    public async Task A_request_that_a_trigger_queues_is_taken_back_and_only_its_sequence_moves_on()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(
            """
            CREATE FUNCTION public.act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN PERFORM net.http_post(url := 'http://example.net/'); RETURN NEW; END $$;
            CREATE TRIGGER act AFTER INSERT ON public.memory_contexts FOR EACH ROW EXECUTE FUNCTION public.act();
            """);
        using PwshSession session = database.Connect();

        ConversationTestResult triggers = session.Run("Test-XmrtConversation -AllowTriggers").Succeeded()
            .Of<ConversationTestResult>().Of(ConversationTestKind.Triggers, "memory_contexts");

        Assert.Contains("net.http_request_queue_id_seq", Assert.Single((string[])triggers.Evidence["Sequences"]!), StringComparison.Ordinal);
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM net.http_request_queue"));
        Assert.True(await database.ValueAsync<long>("SELECT last_value FROM net.http_request_queue_id_seq") >= 3);
    }
}
