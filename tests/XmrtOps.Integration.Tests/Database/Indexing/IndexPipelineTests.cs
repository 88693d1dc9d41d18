using XmrtOps.Database.Indexing;
using XmrtOps.Integration.Tests.Support;

namespace XmrtOps.Integration.Tests.Database.Indexing;

/// <summary>From a slow query to a proven index, and back again.</summary>
public sealed class IndexPipelineTests(SandboxServer server)
{
    private const string Slow = "SELECT * FROM public.orders WHERE customer = 17 ORDER BY at DESC LIMIT 5";

    [Fact]
    public async Task A_slow_query_ends_with_a_faster_plan_and_both_states_come_back()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        bool canAsk = await database.InstallHypopgAsync() is null;
        await database.RunAsync(Slow);
        string name = $"whole-{Guid.NewGuid():N}";
        using PwshSession session = database.Connect(name);

        PwshResult built = session.Run(
            "Get-XmrtSlowQuery -Text 'SELECT `* FROM public.orders*' -First 1 | Get-XmrtQueryPlan | Find-XmrtMissingIndex -Verify "
            + "| New-XmrtIndex -Confirm:$false").Succeeded();

        IndexCreation creation = Assert.Single(built.Of<IndexCreation>());
        Assert.True(creation is { IsCreated: true, IsValid: true, IsUsed: true, Attempts: 1, RemovedLeftovers: 0 });
        Assert.Equal("orders_customer_at_idx", creation.Name);
        Assert.True(creation.CostAfter < creation.CostBefore / 10, $"{creation.CostBefore} to {creation.CostAfter}");
        Assert.Contains(creation.PlanBefore!.Nodes, node => node.NodeType == "Seq Scan");
        Assert.DoesNotContain(creation.PlanAfter!.Nodes, node => node.NodeType == "Seq Scan");
        Assert.Equal("orders_customer_at_idx, orders_pkey", await database.IndexesAsync());
        Assert.Equal(
            await database.ValueAsync<long>("SELECT pg_relation_size('public.orders_customer_at_idx')"), creation.SizeBytes);
        Assert.Equal(canAsk, !built.Warnings.Any(warning => warning.Contains("not verified", StringComparison.Ordinal)));

        session.Set("creation", creation);
        IndexRemoval removal = session.Run("$creation | Remove-XmrtIndex -Force").Succeeded().Of<IndexRemoval>()[0];
        Assert.Equal("orders_pkey", await database.IndexesAsync());

        // What the journal says takes it back does so when it is pasted, twice over.
        string definition = await UndoAsync(session, removal.JournalId);
        session.Run(definition).Succeeded();
        Assert.Equal("orders_customer_at_idx, orders_pkey", await database.IndexesAsync());
        Assert.Equal(
            removal.Definition,
            await database.ValueAsync<string>("SELECT pg_get_indexdef('public.orders_customer_at_idx'::regclass)"));
        session.Run(await UndoAsync(session, creation.JournalId) + " -Force").Succeeded();
        Assert.Equal("orders_pkey", await database.IndexesAsync());
    }

    [Fact]
    public async Task WhatIf_builds_nothing_and_a_second_run_finds_it_there()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        string name = $"whatif-{Guid.NewGuid():N}";
        using PwshSession session = database.Connect(name);

        PwshResult whatIf = session.Run("New-XmrtIndex orders customer -WhatIf").Succeeded();
        Assert.Empty(whatIf.Output);
        Assert.Contains("CREATE INDEX CONCURRENTLY orders_customer_idx", whatIf.Screen.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("orders_pkey", await database.IndexesAsync());
        Assert.Empty(session.Run($"Get-XmrtJournal -All | Where-Object Connection -eq '{name}'").Output);

        Assert.True(session.Run("New-XmrtIndex orders customer").Succeeded().Of<IndexCreation>()[0].IsCreated);
        IndexCreation again = session.Run("New-XmrtIndex orders customer -Name another_name").Succeeded().Of<IndexCreation>()[0];
        Assert.False(again.IsCreated);
        Assert.True(again.IsValid);
        Assert.Equal("orders_customer_idx", again.Name);
        Assert.Null(again.JournalId);
        Assert.Equal("orders_customer_idx, orders_pkey", await database.IndexesAsync());
    }

    [Fact]
    public async Task An_index_that_the_plan_needs_is_brought_back_by_the_journal()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(IndexingDatabase.Orders);
        await database.RunAsync(
            "CREATE INDEX \"Odd \"\"Name's\" ON public.orders (lower(note) text_pattern_ops, at DESC NULLS LAST) INCLUDE (state) "
            + "WITH (fillfactor = 70) WHERE state <> 'it''s; done'");
        string before = await database.ValueAsync<string>("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'public.orders'::regclass AND NOT indisprimary");
        using PwshSession session = database.Connect($"back-{Guid.NewGuid():N}");
        session.Set("name", "public.\"Odd \"\"Name's\"");

        IndexRemoval removal = session.Run("Remove-XmrtIndex $name -Force").Succeeded().Of<IndexRemoval>()[0];
        Assert.Equal("orders_pkey", await database.IndexesAsync());
        IndexCreation back = session.Run(await UndoAsync(session, removal.JournalId)).Succeeded().Of<IndexCreation>()[0];

        Assert.True(back.IsCreated);
        Assert.Equal(before, await database.ValueAsync<string>("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'public.orders'::regclass AND NOT indisprimary"));
    }

    private static Task<string> UndoAsync(PwshSession session, Guid? entry) => Task.FromResult(
        (string)session.Run($"Get-XmrtJournal -All | Where-Object Id -eq '{entry}'").Succeeded().Output[0]!.Properties["Undo"].Value);
}
