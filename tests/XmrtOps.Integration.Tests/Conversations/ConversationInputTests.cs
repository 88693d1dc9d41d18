using XmrtOps.Conversations;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

/// <summary>Tests of one session, one message, one user; and what is asked before.</summary>
public sealed class ConversationInputTests(SandboxServer server)
{
    private const string Known =
        """
        DELETE FROM public.conversation_sessions WHERE session_key LIKE 'ip-203.0.113.20_';
        DELETE FROM public.memory_contexts WHERE session_id LIKE 'ip-203.0.113.20_';
        INSERT INTO public.conversation_sessions (id, session_key, is_active) VALUES
            ('00000000-0000-0000-0000-000000000001', 'ip-203.0.113.201', true),
            ('00000000-0000-0000-0000-000000000002', 'ip-203.0.113.202', false),
            ('00000000-0000-0000-0000-000000000003', 'ip-203.0.113.203', NULL);
        INSERT INTO public.memory_contexts (user_id, session_id, content, context_type)
        VALUES ('203.0.113.201', 'ip-203.0.113.201', 'x', 'conversation');
        """;

    private static readonly (string Key, bool IsWellFormed, bool IsThere, string? Code)[] s_keys =
    [
        ("ip-203.0.113.201", true, true, null),
        ("ip-203.0.113.202", true, false, "SessionDeactivated"),
        ("ip-203.0.113.203", true, false, "SessionDeactivated"),
        ("IP-203.0.113.201", false, false, "SessionKeyDiffers"),
        ("ip-203.0.113.209", true, false, "SessionMissing"),
        ("local-1764412345678", false, false, "SessionMissing"),
        ("00000000-0000-0000-0000-000000000001", false, false, "SessionMissing"),
        ("*", false, false, "SessionMissing"),
        ("", false, false, "SessionMissing"),
    ];

    private static readonly (string Message, string? Code, string? Refusal)[] s_messages =
    [
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'user'; content = 'hello'; metadata = @{ provider = 'x' } }", null, null),
        ("'{\"session_id\": \"00000000-0000-0000-0000-000000000001\", \"message_type\": \"user\", \"content\": \"hello\"}'", null, null),
        ("'{\"session_id\": '", "InvalidJson", "none"),
        ("'[1]'", "InvalidJson", "none"),
        ("@{ session_id = 'local-1764412345678'; message_type = 'user'; content = 'x' }", "InvalidUuid", "InvalidFormat"),
        ("@{ session_id = 'ip-203.0.113.201'; message_type = 'user'; content = 'x' }", "InvalidUuid", "InvalidFormat"),
        ("@{ message_type = 'user'; content = 'x' }", "ValueMissing", "ValueMissing"),
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'User'; content = 'x' }", "InvalidMessageType", "CheckFails"),
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'user'; content = $null }", "ValueMissing", "ValueMissing"),
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'user'; content = \"a`0b\" }", "NulCharacter", "InvalidFormat"),
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'user'; content = 'x'; metadata = '{ bad' }", "InvalidJson", null),
        ("@{ session_id = '00000000-0000-0000-0000-000000000001'; message_type = 'user'; content = 'x'; role = 'user' }", "UnknownField", null),
        ("@{ session_id = '00000000-0000-0000-0000-0000000000ff'; message_type = 'user'; content = 'x' }", null, "ReferenceMissing"),
        ("@{ user_id = 'u'; session_id = 'ip-203.0.113.201'; context_type = 'preference'; content = 'x'; importance_score = 'high' }", "InvalidNumber", "InvalidFormat"),
        ("@{ user_id = 'u'; session_id = 'ip-203.0.113.201'; context_type = 'preference'; content = 'x' }", null, null),
    ];

    private static readonly (string Claims, string? Code)[] s_tokens =
    [
        ("@{ sub = '6f1d3f5c-7a6e-4e55-9d34-1c8e1f0a2b3c' }", null),
        ("@{ sub = 'google-oauth2|1234' }", "SubjectNoUuid"),
        ("@{ role = 'authenticated' }", "SubjectMissing"),
        ("@{ sub = '6f1d3f5c-7a6e-4e55-9d34-1c8e1f0a2b3c'; exp = 1700000000 }", "TokenExpired"),
    ];

    private static readonly (string Arguments, string ErrorId)[] s_badInput =
    [
        ("-Window 10", "BareNumberAsTime"),
        ("-Window 2d", "DurationOutOfRange"),
        ("-Message 5", "UnreadableMessage"),
        ("-Claim @{ sub = [int] }", "UnreadableClaim"),
    ];

    [Fact]
    public async Task A_session_key_is_tested_to_the_letter()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(Known);
        using PwshSession session = database.Connect();

        foreach ((string key, bool isWellFormed, bool isThere, string? code) in s_keys)
        {
            IReadOnlyList<ConversationTestResult> tests = session
                .Run($"Test-XmrtConversation '{key}'").Succeeded().Of<ConversationTestResult>();

            Assert.Equal(isWellFormed, tests.Of(ConversationTestKind.SessionKey, key).Passed);
            ConversationTestResult found = tests.Of(ConversationTestKind.Session, key);
            Assert.Equal(isThere, found.Passed);
            Assert.Equal(code, isThere ? null : found.Findings[0].Code);
        }
    }

    [Fact]
    public async Task A_session_set_inactive_by_hand_blocks_its_address_and_the_remedy_helps()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync("UPDATE public.conversation_sessions SET is_active = NULL WHERE is_active IS NULL;" + Known);
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session
            .Run("Test-XmrtConversation ip-203.0.113.202").Succeeded().Of<ConversationTestResult>();

        ConversationTestResult again = tests.Of(ConversationTestKind.Insert, "session ip-203.0.113.202 as service_role");
        Assert.Equal(("23505", "SessionKeyTaken"), (again.Evidence["SqlState"], Assert.Single(again.Findings).Code));
        Assert.True(tests.Of(ConversationTestKind.Insert, "message for ip-203.0.113.202 as service_role").Passed);
        ConversationTestResult clash = tests.Of(ConversationTestKind.KeyClash, "conversation_sessions");
        Assert.Equal((false, 2L), (clash.Passed, clash.Evidence["Blocking"]));
        await database.RunAsync(again.Remedy!);
        Assert.True(session.Run("Test-XmrtConversation ip-203.0.113.202").Succeeded().Of<ConversationTestResult>()
            .Of(ConversationTestKind.Session, "ip-").Passed);
        await database.RunAsync(clash.Remedy!);
        Assert.Equal([true], session.Run("Test-XmrtConversation ip-203.0.113.203 -Quiet").Succeeded().Output.Select(o => o!.BaseObject));
    }

    [Fact]
    public async Task Sessions_are_piped_in_and_the_database_is_tested_once()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(Known);
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session
            .Run("Get-XmrtConversation ip-203.0.113.20? | Test-XmrtConversation").Succeeded().Of<ConversationTestResult>();

        Assert.Equal(3, tests.Count(test => test.Test == ConversationTestKind.Session));
        Assert.Single(tests, test => test.Test == ConversationTestKind.KeyClash);
        Assert.Equal(3, tests.Count(test => test.Test == ConversationTestKind.Policy));
    }

    [Fact]
    public async Task A_message_is_tested_field_by_field_and_by_a_real_insert()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(Known);
        string before = await database.EverythingAsync();
        using PwshSession session = database.Connect();

        foreach ((string message, string? code, string? refusal) in s_messages)
        {
            PwshResult result = session.Run($"Test-XmrtConversation -Message {message}").Succeeded();

            IReadOnlyList<ConversationTestResult> tests = result.Of<ConversationTestResult>();
            tests.HaveEvidenceAndRemedies();
            ConversationTestResult looked = tests.Of(ConversationTestKind.Message, "the message");
            Assert.Equal(code is null, looked.Passed);
            Assert.Equal(code, looked.Findings.Count == 0 ? null : looked.Findings[0].Code);
            ConversationTestResult[] tried = [.. tests.Where(test => test.Subject == "the message as service_role")];
            Assert.Equal(refusal ?? "", refusal == "none" ? tried.Length == 0 ? "none" : "tried" : tried.Single().Findings.SingleOrDefault()?.Code ?? "");
            Assert.Equal(before, await database.EverythingAsync());
            // What somebody wrote is nobody else's to read.
            Assert.DoesNotContain("hello", result.Screen, StringComparison.Ordinal);
            Assert.All(tried, test => Assert.DoesNotContain("201", $"{test.Reason} {test.Evidence["Message"]}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_token_is_tested_for_what_policies_make_of_it()
    {
        await using TestDatabase database = await server.HealthyAsync();
        using PwshSession session = database.Connect();

        foreach ((string claims, string? code) in s_tokens)
        {
            ConversationTestResult token = session.Run($"Test-XmrtConversation -Claim {claims} -WhatIf").Succeeded()
                .Of<ConversationTestResult>().Of(ConversationTestKind.Claim, "token");

            Assert.Equal(code is null, token.Passed);
            Assert.Equal(code, token.Findings.Count == 0 ? null : token.Findings[0].Code);
        }
    }

    [Fact]
    public async Task Rows_of_another_user_than_the_tokens_are_named()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync(
            Known + "DROP POLICY \"Anyone can insert memories\" ON public.memory_contexts;");
        using PwshSession session = database.Connect();

        IReadOnlyList<ConversationTestResult> tests = session.Run(
            """
            Test-XmrtConversation ip-203.0.113.201 -Claim @{ sub = '6f1d3f5c-7a6e-4e55-9d34-1c8e1f0a2b3c' } -Message @{
                user_id = '203.0.113.201'; session_id = 'ip-203.0.113.201'; context_type = 'preference'; content = 'x' }
            """).Succeeded().Of<ConversationTestResult>();

        tests.HaveEvidenceAndRemedies();
        ConversationTestResult token = tests.Of(ConversationTestKind.Claim, "token");
        Assert.Equal(["UserDiffers", "MemoriesOfOthers"], token.Findings.Select(finding => finding.Code));
        Assert.Equal("RefusedByPolicy", Assert.Single(tests.Of(ConversationTestKind.Insert, "the message with the token").Findings).Code);
        Assert.True(tests.Of(ConversationTestKind.Insert, "the message as service_role").Passed);
        // His own he may save.
        Assert.True(tests.Of(ConversationTestKind.Insert, "memory_contexts with the token").Passed);
    }

    [Fact]
    public async Task A_policy_that_fails_at_the_tokens_subject_is_no_refusal()
    {
        await using TestDatabase database = await server.HealthyAsync();
        await database.RunAsync("DROP POLICY \"Anyone can insert memories\" ON public.memory_contexts;");
        using PwshSession session = database.Connect();

        ConversationTestResult refused = session.Run("Test-XmrtConversation -Claim @{ sub = 'auth0|1' }").Succeeded()
            .Of<ConversationTestResult>().Of(ConversationTestKind.Insert, "memory_contexts with the token");

        Assert.Equal("PolicyFails", Assert.Single(refused.Findings).Code);
    }

    [Fact]
    public async Task What_if_tries_nothing_and_production_is_asked_for()
    {
        await using TestDatabase database = await server.HealthyAsync();
        using PwshSession session = new();
        session.Set("url", database.Url);
        session.Run("$null = Connect-Xmrt $url -Name prod -Production").Succeeded();

        PwshResult whatIf = session.Run("Test-XmrtConversation -WhatIf").Succeeded();
        PwshResult refused = session.Run("Test-XmrtConversation", "No").Succeeded();
        PwshResult asked = session.Run("Test-XmrtConversation", "Yes").Succeeded();
        PwshResult forced = session.Run("Test-XmrtConversation -Force -Quiet").Succeeded();

        Assert.Contains("What if: PRODUCTION prod (127.0.0.1): try 9 inserts", whatIf.Screen.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (PwshResult untried in new[] { whatIf, refused })
        {
            Assert.All(
                untried.Of<ConversationTestResult>().Where(test => test.Test == ConversationTestKind.Insert),
                test => Assert.Null(test.Passed));
        }

        Assert.Contains("queues work in webhook_logs", Assert.Single(asked.Prompts).Message, StringComparison.Ordinal);
        Assert.All(asked.Of<ConversationTestResult>(), test => Assert.True(test.Passed));
        Assert.Equal([true], forced.Output.Select(o => o!.BaseObject));
        Assert.Equal([false], session.Run("Test-XmrtConversation -WhatIf -Quiet").Succeeded().Output.Select(o => o!.BaseObject));
        PwshResult unknown = session.Run("(Test-XmrtConversation -Connection prod, nowhere -Force -Quiet -ErrorAction SilentlyContinue) -eq $false");
        Assert.Equal([true], unknown.Output.Select(o => o!.BaseObject));
    }

    [Fact]
    public async Task Bad_input_is_an_error_with_a_name()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        foreach ((string arguments, string errorId) in s_badInput)
        {
            PwshResult result = session.Run($"Test-XmrtConversation {arguments}");

            Assert.Equal([errorId], result.ErrorIds);
            Assert.Empty(result.Output);
        }
    }
}
