using System.Management.Automation;
using XmrtOps.Database.Baselines;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Database.Baselines;

/// <summary>What is kept, listed, found by its name, and removed. All tests share one state: names are their databases'.</summary>
public sealed class BaselineStoreTests(SandboxServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_baseline_it_is_said_how_to_take_one()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name);

        PwshResult none = session.Run("Compare-XmrtQueryBaseline");
        PwshResult unknown = session.Run("Compare-XmrtQueryBaseline nope; Get-XmrtQueryBaseline nope; Remove-XmrtQueryBaseline nope -Force");

        Assert.Equal(["NoBaseline"], none.ErrorIds);
        Assert.Contains("Save-XmrtQueryBaseline", none.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["BaselineNotFound", "BaselineNotFound", "BaselineNotFound"], unknown.ErrorIds);
        Assert.Empty(session.Run("Get-XmrtQueryBaseline nope*").Succeeded().Output);
    }

    [Fact]
    public async Task A_name_is_taken_once_for_a_connection_unless_it_is_to_be_replaced()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name);
        QueryBaseline first = session.Run("Save-XmrtQueryBaseline deploy").Succeeded().Of<QueryBaseline>()[0];

        Assert.Equal(["BaselineNameTaken"], session.Run("Save-XmrtQueryBaseline DEPLOY").ErrorIds);
        Assert.Equal(["InvalidBaselineName"], session.Run("Save-XmrtQueryBaseline Now").ErrorIds);
        session.Run("Save-XmrtQueryBaseline deploy2 -WhatIf").Succeeded();
        QueryBaseline second = session.Run("Save-XmrtQueryBaseline DEPLOY -Force").Succeeded().Of<QueryBaseline>()[0];

        QueryBaseline kept = Assert.Single(
            session.Run($"Get-XmrtQueryBaseline dep* -ConnectionName {database.Name}").Succeeded().Of<QueryBaseline>());
        Assert.Equal((second.Id, "DEPLOY"), (kept.Id, kept.Name));
        Assert.NotEqual(first.Id, kept.Id);
        Assert.Equal(second, kept);
    }

    [Fact]
    public async Task Two_baselines_are_compared_without_any_server()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name);
        session.Run("$null = Save-XmrtQueryBaseline one").Succeeded();
        await database.RunAsync("SELECT sinh(1) AS between_them");
        session.Run($"$null = Save-XmrtQueryBaseline two; Disconnect-Xmrt -Connection {database.Name}").Succeeded();

        QueryChange change = session.Run(
                $"Get-XmrtQueryBaseline one -ConnectionName {database.Name} | Compare-XmrtQueryBaseline -Difference two -All | Where-Object Query -like '*between_them*'")
            .Succeeded().Of<QueryChange>().Single();
        Assert.Equal((QueryChangeState.New, 1L, "one", "two"), (change.State, change.Calls!.Value, change.Reference, change.Difference));
        Assert.Equal(
            "one", session.Run($"Compare-XmrtQueryBaseline -Difference two -Connection {database.Name} -Summary").Succeeded().Of<QueryInterval>()[0].Reference);
        Assert.Equal(["BaselineOrder"], session.Run($"Compare-XmrtQueryBaseline two one -Connection {database.Name}").ErrorIds);
        Assert.Equal(["NotConnected"], session.Run("Compare-XmrtQueryBaseline one").ErrorIds);
    }

    [Fact]
    public async Task A_name_that_several_have_has_to_be_told_apart()
    {
        await using TestDatabase one = await server.CopyAsync();
        await using TestDatabase other = await server.CopyAsync();
        using PwshSession session = one.Connect(one.Name);
        session.Set("other", other.Url);
        string shared = $"shared-{one.Name}";
        session.Run($"$null = Connect-Xmrt $other -Name {other.Name} -NoCurrent; $null = Save-XmrtQueryBaseline {shared} -Connection {one.Name}, {other.Name}").Succeeded();

        Assert.Equal(["BaselineAmbiguous"], session.Run($"Remove-XmrtQueryBaseline {shared} -Force").ErrorIds);
        Assert.Equal(2, session.Run($"Get-XmrtQueryBaseline {shared}").Succeeded().Output.Count);
        session.Run($"Remove-XmrtQueryBaseline {shared} -ConnectionName {other.Name} -Force").Succeeded();
        Assert.Equal(
            one.Name, Assert.Single(session.Run($"Get-XmrtQueryBaseline {shared}").Succeeded().Of<QueryBaseline>()).Connection);
    }

    [Fact]
    public async Task Removing_asks_means_names_to_the_letter_and_leaves_no_text_behind()
    {
        await using TestDatabase database = await server.CopyAsync();
        string mark = $"only_in_{database.Name}";
        await database.RunAsync($"SELECT cosh(1) AS {mark}");
        using PwshSession session = database.Connect(database.Name);
        session.Run($"$null = Save-XmrtQueryBaseline 'a*{database.Name}'; $null = Save-XmrtQueryBaseline 'ab{database.Name}'").Succeeded();
        Assert.Equal(1, await TextsAsync(mark));

        Assert.Equal(["BaselineNotFound"], session.Run($"Remove-XmrtQueryBaseline *{database.Name} -Force").ErrorIds);
        session.Run($"Remove-XmrtQueryBaseline 'a*{database.Name}' -WhatIf").Succeeded();
        PwshResult asked = session.Run($"Remove-XmrtQueryBaseline 'a*{database.Name}'", "No").Succeeded();
        Assert.Contains($"remove the query baseline 'a*{database.Name}'", Assert.Single(asked.Prompts).Message, StringComparison.Ordinal);
        Assert.Equal(2, session.Run($"Get-XmrtQueryBaseline a*{database.Name}").Succeeded().Output.Count);

        session.Run($"Remove-XmrtQueryBaseline 'a*{database.Name}'", "Yes").Succeeded();
        QueryBaseline left = Assert.Single(session.Run($"Get-XmrtQueryBaseline a*{database.Name}").Succeeded().Of<QueryBaseline>());
        Assert.Equal($"ab{database.Name}", left.Name);
        Assert.Equal(1, await TextsAsync(mark));

        session.Run($"Get-XmrtQueryBaseline {left.Name} | Remove-XmrtQueryBaseline -Force").Succeeded();
        Assert.Equal(0, await TextsAsync(mark));
    }

    [Fact]
    public async Task A_damaged_baseline_is_said_to_be_one_and_can_be_removed()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name);
        QueryBaseline short1 = session.Run("Save-XmrtQueryBaseline short").Succeeded().Of<QueryBaseline>()[0];
        QueryBaseline odd = session.Run("Save-XmrtQueryBaseline odd").Succeeded().Of<QueryBaseline>()[0];
        await AskAsync(
            $"DELETE FROM query_baseline_statement WHERE rowid = (SELECT min(rowid) FROM query_baseline_statement WHERE baseline_id = '{short1.Id}')");
        await AskAsync($"UPDATE query_baseline_statement SET calls = calls + 1 WHERE baseline_id = '{odd.Id}'");

        PwshResult result = session.Run("Compare-XmrtQueryBaseline short; Compare-XmrtQueryBaseline odd");

        Assert.Equal(["BaselineDamaged", "BaselineDamaged"], result.ErrorIds);
        Assert.Contains("statements", result.Errors[0].ToString(), StringComparison.Ordinal);
        session.Run("Remove-XmrtQueryBaseline short, odd -Force").Succeeded();
    }

    [Fact]
    public async Task After_a_major_upgrade_statements_are_found_by_their_text()
    {
        await using TestDatabase database = await server.CopyAsync();
        for (int i = 0; i < 30; i++)
        {
            await database.RunAsync("SELECT   tanh(1) AS upgraded /* of release 1 */");
        }

        using PwshSession session = database.Connect(database.Name);
        QueryBaseline saved = session.Run("Save-XmrtQueryBaseline old").Succeeded().Of<QueryBaseline>()[0];
        // What another major version would have said: other identifiers for the same statements.
        await AskAsync(
            $"UPDATE query_baseline SET server_version = '9.6.1', server_version_number = 90601, system_identifier = '1' WHERE id = '{saved.Id}'");
        await AskAsync($"UPDATE query_baseline_statement SET query_id = query_id / 2 WHERE baseline_id = '{saved.Id}'");

        PwshResult result = session.Run("Compare-XmrtQueryBaseline -All").Succeeded();

        Assert.Contains(result.Warnings, warning => warning.Contains("PostgreSQL 9.6.1 has become", StringComparison.Ordinal));
        QueryChange change = result.Of<QueryChange>().Single(c => c.Query!.Contains("upgraded", StringComparison.Ordinal));
        Assert.Equal((ComparisonValidity.VersionChanged, QueryChangeState.Unchanged, 30L), (change.Validity, change.State, change.ReferenceCalls!.Value));
        Assert.DoesNotContain(result.Of<QueryChange>(), c => c.State == QueryChangeState.Vanished);
    }

    [Fact]
    public async Task Tab_completes_the_names()
    {
        await using TestDatabase database = await server.CopyAsync();
        using PwshSession session = database.Connect(database.Name);
        session.Run($"$null = Save-XmrtQueryBaseline 'tab {database.Name}'").Succeeded();

        Assert.Equal(
            [$"'tab {database.Name}'"],
            session.Run($"(TabExpansion2 'Compare-XmrtQueryBaseline tab' 29).CompletionMatches.CompletionText | Where-Object {{ $_ -like '*{database.Name}*' }}")
                .Succeeded().Of<string>());
    }

    private static Task<long> TextsAsync(string mark) => AskAsync($"SELECT count(*) FROM query_text WHERE query LIKE '%{mark}%'");

    private static Task<long> AskAsync(string sql) =>
        StateStore.Default.RunAsync(session => session.ScalarAsync(sql, Cancellation), Cancellation);
}
