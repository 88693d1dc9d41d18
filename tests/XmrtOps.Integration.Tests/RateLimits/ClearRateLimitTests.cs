using XmrtOps.Integration.Tests.Support;
using XmrtOps.RateLimits;

namespace XmrtOps.Integration.Tests.RateLimits;

public sealed class ClearRateLimitTests(SandboxServer server)
{
    private const string Rows =
        """
        TRUNCATE public.rate_limits;
        INSERT INTO public.rate_limits (identifier, endpoint, window_start)
        SELECT 'trusted-client', '/api/mining-proxy', date_trunc('minute', now()) - m * interval '1 min' + i * interval '1 s'
        FROM generate_series(2, 4) m, generate_series(1, 10) i;
        INSERT INTO public.rate_limits (identifier, endpoint, window_start)
        SELECT 'other', '/api/mining-proxy', now() - i * interval '1 day' FROM generate_series(1, 10) i;
        """;

    private const string Count = "SELECT count(*) FROM public.rate_limits";

    [Fact]
    public async Task What_is_shown_is_asked_about_once_and_cleared_exactly()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect("practice");

        PwshResult result = session.Run(
            "Get-XmrtRateLimit -Identifier trusted-client -First 2 | Clear-XmrtRateLimit", "Yes").Succeeded();

        PwshPrompt prompt = Assert.Single(result.Prompts);
        Assert.Contains(
            "practice (127.0.0.1): clear 2 windows of trusted-client (/api/mining-proxy), 20 requests. "
            + "This resets counters; it is no allow-list.",
            prompt.Message,
            StringComparison.Ordinal);
        RateLimitReset reset = Assert.Single(result.Of<RateLimitReset>());
        Assert.Equal((2, 20, 20), (reset.Windows, reset.Requests, reset.RecordedRows));
        Assert.Equal(20, await database.ValueAsync<long>(Count));
        PwshResult journal = session.Run($"Get-XmrtJournal -All | Where-Object Id -eq '{reset.JournalId}'").Succeeded();
        Assert.Equal("Succeeded", Assert.Single(journal.Output)!.Properties["State"].Value.ToString());
    }

    [Theory]
    [InlineData("Clear-XmrtRateLimit trusted-client -WhatIf")]
    [InlineData("Clear-XmrtRateLimit trusted-client -Force -WhatIf")]
    [InlineData("$WhatIfPreference = $true; Clear-XmrtRateLimit trusted-client -Force")]
    public async Task WhatIf_changes_nothing_and_leaves_no_entry(string command)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect($"whatif-{Guid.NewGuid():N}");

        PwshResult result = session.Run(command).Succeeded();

        Assert.Contains("What if:", result.Screen, StringComparison.Ordinal);
        Assert.Contains("3 windows", result.Screen, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(40, await database.ValueAsync<long>(Count));
        Assert.Empty(database.Journal(session));
    }

    [Fact]
    public async Task No_is_no()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect();

        Assert.Empty(session.Run("Clear-XmrtRateLimit trusted-client", "No").Succeeded().Output);
        Assert.Equal(40, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task Names_are_data()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync("TRUNCATE public.rate_limits");
        string[] names = ["*", "%", "o'hare", "a\nb", "\"q\"", "[x]", "`", new string('x', 10_000), "; DROP TABLE rate_limits"];
        using PwshSession session = database.Connect();
        session.Set("names", names);
        foreach (string name in names)
        {
            await database.RunAsync(
                $"INSERT INTO public.rate_limits (identifier, endpoint) VALUES ('{name.Replace("'", "''", StringComparison.Ordinal)}', '/api'), (md5(random()::text), '/api')");
        }

        PwshResult result = session.Run("Clear-XmrtRateLimit -Identifier $names -Force").Succeeded();

        Assert.All(result.Of<RateLimitReset>(), reset => Assert.Equal(1, reset.RecordedRows));
        Assert.Equal(names, result.Of<RateLimitReset>().Select(reset => reset.Identifier));
        Assert.Equal(names.Length, await database.ValueAsync<long>(Count));
        Assert.Equal(
            0,
            session.Run("Clear-XmrtRateLimit -Identifier \"nul`0\" -Force").Succeeded().Of<RateLimitReset>()[0].RecordedRows);
    }

    [Fact]
    public async Task Before_and_all_clear_the_old_ones_of_everybody()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect();

        Assert.Equal(["AgeTooShort"], session.Run("Clear-XmrtRateLimit -All -Before 59m -Force").ErrorIds);
        Assert.Equal(["NothingSelected"], session.Run("Clear-XmrtRateLimit -Force").ErrorIds);
        Assert.Equal(
            6, session.Run("Clear-XmrtRateLimit -Before 5d -Force").Succeeded().Of<RateLimitReset>()[0].RecordedRows);
        Assert.Equal(34, session.Run("Clear-XmrtRateLimit -All -Force").Succeeded().Of<RateLimitReset>()[0].RecordedRows);
        // Safe to run twice.
        Assert.Equal(0, session.Run("Clear-XmrtRateLimit -All -Force").Succeeded().Of<RateLimitReset>()[0].RecordedRows);
    }

    [Fact]
    public async Task A_role_that_row_level_security_blinds_is_refused()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        await database.RunAsync("GRANT DELETE ON public.rate_limits TO app_reader");
        using PwshSession session = new();
        session.Set("url", database.ReaderUrl);

        PwshResult result = session.Run("$null = Connect-Xmrt $url; Clear-XmrtRateLimit -All -Force");

        Assert.Equal(["RowsHiddenByRls"], result.ErrorIds);
        Assert.Equal(40, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task A_database_in_read_only_mode_says_so_and_keeps_everything()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        await database.RunAsync($"ALTER DATABASE {database.Name} SET default_transaction_read_only = on");
        using PwshSession session = database.Connect();

        PwshResult result = session.Run("Clear-XmrtRateLimit trusted-client -Force");

        Assert.Equal(["ReadOnlyServer"], result.ErrorIds);
        Assert.Equal(40, await database.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task A_record_of_another_connection_changes_that_one_or_nothing()
    {
        await using TestDatabase here = await server.CopyAsync();
        await using TestDatabase there = await server.CopyAsync();
        await here.RunAsync(Rows);
        await there.RunAsync(Rows);
        using PwshSession session = here.Connect("here");
        session.Set("there", there.Url);
        session.Run("$null = Connect-Xmrt $there -Name there -NoCurrent").Succeeded();
        session.Run("$shown = Get-XmrtRateLimit trusted-client -Connection there").Succeeded();

        session.Run("$shown | Clear-XmrtRateLimit -Force").Succeeded();

        Assert.Equal(40, await here.ValueAsync<long>(Count));
        Assert.Equal(10, await there.ValueAsync<long>(Count));

        // The name is gone, and must not become somebody else's.
        session.Run("Disconnect-Xmrt -Connection there").Succeeded();
        Assert.Equal(["UnknownConnection"], session.Run("$shown[0] | Clear-XmrtRateLimit -Force").ErrorIds);
        session.Set("here", here.Url);
        Assert.Equal(["ConnectionNameTaken"], session.Run("Connect-Xmrt $here -Name there").ErrorIds);
        Assert.Equal(40, await here.ValueAsync<long>(Count));
    }

    [Fact]
    public async Task Somebody_elses_lock_is_waited_for_briefly_and_nothing_is_half_done()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Rows);
        using PwshSession session = database.Connect();
        await using System.Data.Common.DbDataSource blocker = server.Administrator(database.Name);
        await using System.Data.Common.DbConnection connection = await blocker.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using System.Data.Common.DbTransaction transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using System.Data.Common.DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM public.rate_limits WHERE identifier = 'trusted-client' FOR UPDATE";
        await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        PwshResult result = session.Run("Clear-XmrtRateLimit trusted-client, other -Force");

        // The one that is locked is an error record; the other one is cleared.
        Assert.Equal(["LockTimedOut"], result.ErrorIds);
        Assert.Equal(["other"], result.Of<RateLimitReset>().Select(reset => reset.Identifier));
        Assert.Equal(30, await database.ValueAsync<long>(Count));
    }
}
