using System.Globalization;
using XmrtOps.Conversations;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Conversations;

public sealed class ActiveUserTests(SandboxServer server)
{
    private const string Empty =
        """
        ALTER TABLE public.conversation_sessions DISABLE TRIGGER USER;
        ALTER TABLE public.conversation_messages DISABLE TRIGGER USER;
        DELETE FROM public.conversation_sessions;
        """;

    [Fact]
    public async Task Each_hour_counts_who_was_active_in_it_and_hours_without_anybody_are_there()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            Empty +
            """
            INSERT INTO public.user_profiles (id, ip_address) VALUES ('00000000-0000-0000-0000-00000000000f', '203.0.113.9');
            INSERT INTO public.conversation_sessions (id, session_key, is_active, updated_at, user_profile_id) VALUES
                ('00000000-0000-0000-0000-000000000001', 'a', true, '2026-03-10 08:30Z', '00000000-0000-0000-0000-00000000000f'),
                ('00000000-0000-0000-0000-000000000002', 'b', true, '2026-03-10 08:45Z', '00000000-0000-0000-0000-00000000000f'),
                ('00000000-0000-0000-0000-000000000003', 'c', false, '2026-03-10 10:00Z', NULL);
            INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp") VALUES
                ('00000000-0000-0000-0000-000000000001', 'user', 'x', '2026-03-10 08:59:59.999999Z'),
                ('00000000-0000-0000-0000-000000000002', 'user', 'x', '2026-03-10 08:00Z'),
                ('00000000-0000-0000-0000-000000000003', 'assistant', 'x', '2026-03-10 08:10Z'),
                ('00000000-0000-0000-0000-000000000001', 'user', 'x', '2026-03-10 09:00Z'),
                ('00000000-0000-0000-0000-000000000003', 'user', 'x', '2026-03-10 11:29Z'),
                ('00000000-0000-0000-0000-000000000003', 'user', 'x', '2026-03-10 11:30Z');
            """);
        using PwshSession session = database.Connect();

        IReadOnlyList<ActiveUser> hours = session.Run(
            "Get-XmrtActiveUser -Since '2026-03-10 08:20Z' -Until '2026-03-10 11:30Z' -TimeZone UTC").Succeeded().Of<ActiveUser>();

        Assert.Equal([11, 10, 9, 8], hours.Select(hour => hour.HourStart.Hour));
        Assert.Equal([1, 0, 1, 3], hours.Select(hour => hour.ActiveSessions));
        // Two sessions of one profile are one person, and an answer is nobody's.
        Assert.Equal([1, 0, 1, 1], hours.Select(hour => hour.ActiveUsers));
        Assert.Equal([1, 0, 1, 3], hours.Select(hour => hour.Messages));
        // The session of 10:00 is not marked active.
        Assert.Equal([0, 0, 0, 2], hours.Select(hour => hour.UpdatedSessions));
        Assert.Equal([true, false, false, false], hours.Select(hour => hour.IsPartial));
    }

    [Theory]
    // The clock is put back: the hour of two comes twice, with another offset.
    [InlineData("Europe/Berlin", "2026-10-25 00:00Z", "2026-10-25 02:00Z", "02:00 +02:00 1|02:00 +01:00 1")]
    // It is put forward: there is no hour of two.
    [InlineData("Europe/Berlin", "2026-03-29 00:00Z", "2026-03-29 02:00Z", "01:00 +01:00 1|03:00 +02:00 1")]
    [InlineData("Asia/Kolkata", "2026-03-10 00:00Z", "2026-03-10 01:30Z", "05:00 +05:30 0|06:00 +05:30 1")]
    public async Task Hours_are_those_of_the_clock_on_the_wall(string zone, string since, string until, string expected)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            Empty +
            $"""
             INSERT INTO public.conversation_sessions (id, session_key) VALUES ('00000000-0000-0000-0000-000000000001', 'a');
             INSERT INTO public.conversation_messages (session_id, message_type, content, "timestamp")
             SELECT '00000000-0000-0000-0000-000000000001', 'user', 'x', '{since}'::timestamptz + i * interval '1 hour' + interval '31 min'
             FROM generate_series(0, 1) i;
             """);
        using PwshSession session = database.Connect();

        string found = string.Join('|', session.Run($"Get-XmrtActiveUser -Since '{since}' -Until '{until}' -TimeZone {zone}").Succeeded()
            .Of<ActiveUser>().Reverse()
            .Select(hour => string.Create(CultureInfo.InvariantCulture, $"{hour.HourStart:HH:mm zzz} {hour.ActiveSessions}")));

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task The_hours_of_this_machine_are_meant_where_no_zone_is_given()
    {
        await using TestDatabase database = await server.CopyAsync();
        using ShellProcess shell = ShellProcess.StartWithInput(
            ["-Connect", database.Url, "-Command", "Get-XmrtActiveUser -Since 2h | ForEach-Object { $_.HourStart.ToString('mm zzz') }"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["TZ"] = "Asia/Kathmandu" },
            TestContext.Current.CancellationToken);

        await shell.WriteAsync("", TestContext.Current.CancellationToken);
        ShellResult result = await shell.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["00 +05:45", "00 +05:45", "00 +05:45"], result.Output.Trim().Split('\n').Select(line => line.Trim()));
    }

    [Theory]
    [InlineData("-Since 5d -Until 6d", "HoursOutOfRange")]
    [InlineData("-Since 3w -Until '2126-01-01'", "HoursOutOfRange")]
    [InlineData("-Since 400d", "HoursOutOfRange")]
    [InlineData("-Since 24", "BareNumberAsTime")]
    [InlineData("-TimeZone Europe/Atlantis", "UnknownTimeZone")]
    public async Task Bad_times_are_errors_with_a_name(string arguments, string errorId)
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect();

        Assert.Equal([errorId], session.Run($"Get-XmrtActiveUser {arguments}").ErrorIds);
    }

    [Fact]
    public async Task A_role_that_sees_nothing_gets_no_zero_and_the_table_fits()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = new(culture: "de-DE");
        session.Set("url", database.ReaderUrl);

        PwshResult blind = session.Run("$null = Connect-Xmrt $url; Get-XmrtActiveUser -Since 3h").Succeeded();

        Assert.All(blind.Of<ActiveUser>(), hour =>
            Assert.True(hour.ActiveSessions is null && hour.ActiveUsers is null && hour.Messages is null && hour.UpdatedSessions is null));
        Assert.Contains(blind.Warnings, warning => warning.Contains("row level security hides", StringComparison.Ordinal));
        Assert.All(
            blind.ScreenLines.Where(line => !line.StartsWith("WARNING", StringComparison.Ordinal)),
            line => Assert.True(line.TrimEnd().Length <= 80, line));
    }
}
