using XmrtOps.Integration.Tests.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Rollback.EdgeFunctions;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Invoke-XmrtRollback -Function -GitRef: the source of a commit, and a repository that is not touched.</summary>
public sealed class GitRollbackTests(SandboxServer server)
{
    private const string Function = "supabase/functions/mining-proxy/index.ts";

    [Fact]
    public async Task It_deploys_what_the_commit_has_and_leaves_tree_index_and_branch_alone()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        SourceRepository repository = Repository(project, out string good);
        repository.Write(Function, "changed and staged");
        repository.Git("add", Function);
        repository.Write(Function, "changed once more");
        repository.Write("untracked.txt", "mine");
        using PwshSession session = project.Connect();
        string before = repository.State;

        PwshResult done = session.Run($"Invoke-XmrtRollback -Function mining-proxy -GitRef {good[..10]} -Repository $folder/repo -Force").Succeeded();

        RollbackResult result = Assert.Single(done.Of<RollbackResult>());
        EdgeFunction now = project.Platform.Functions.Find("mining-proxy")!;
        Assert.Equal((RollbackOutcome.Done, true, $"mining-proxy of {good[..12]}"), (result.Outcome, result.IsVerified, result.To));
        Assert.Equal(
            ["supabase/functions/_shared/pool.ts", "supabase/functions/import_map.json", Function],
            now.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal("export const pool = \"µ\";\n", System.Text.Encoding.UTF8.GetString(
            now.Files.Single(file => file.Path.EndsWith("pool.ts", StringComparison.Ordinal)).Content.Span));
        Assert.Equal("supabase/functions/import_map.json", now.ImportMapPath);
        // What the commit's config.toml says of the check of tokens, and not what is deployed.
        Assert.True(now.VerifyJwt);
        Assert.Equal(before, repository.State);
        Assert.Equal(
            RollbackOutcome.Done,
            Assert.Single(session.Run("Undo-XmrtRollback -Force").Succeeded().Of<RollbackResult>()).Outcome);
    }

    [Fact]
    public async Task What_a_commit_lacks_is_told_before_anything_is_sent()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        SourceRepository repository = Repository(project, out string good);
        repository.Write(Function, "import \"../../../../../../../../etc/hostname.ts\";\nDeno.serve(() => new Response());\n");
        string outside = repository.Commit("Import from elsewhere");
        repository.Write(Function, "import \"./gone.ts\";\nDeno.serve(() => new Response(Deno.env.get(\"NOT_SET\")));\n");
        string gone = repository.Commit("Forget a file");
        Directory.CreateDirectory(Path.Combine(project.Folder, "empty"));
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();

        Assert.Equal(["GitSourceUnfit"], Ids($"-GitRef {outside} -Repository $folder/repo"));
        Assert.Equal(["GitSourceUnfit"], Ids($"-GitRef {gone} -Repository $folder/repo"));
        Assert.Equal(["FunctionNotInCommit"], Ids($"-GitRef {good} -Repository $folder/repo", "ai-chat"));
        Assert.Equal(["GitRefUnknown"], Ids("-GitRef no-such-branch -Repository $folder/repo"));
        Assert.Equal(["GitRefUnknown"], Ids("-GitRef '--output=/tmp/x' -Repository $folder/repo"));
        Assert.Equal(["NotARepository"], Ids("-GitRef main -Repository $folder/empty"));
        Assert.Equal(["NotARepository"], Ids("-GitRef main -Repository $folder/nowhere"));
        Assert.Equal(["InvalidFunctionName"], Ids("-GitRef main -Repository $folder/repo", "../x"));
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);

        IReadOnlyList<string> Ids(string arguments, string name = "mining-proxy") =>
            session.Run($"Invoke-XmrtRollback -Function '{name}' {arguments} -Force").ErrorIds;
    }

    [Fact]
    public async Task A_variable_that_is_not_set_any_more_is_a_finding_of_the_plan()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        SourceRepository repository = Repository(project, out _);
        repository.Write(Function, "Deno.serve(() => new Response(Deno.env.get(\"RETIRED_KEY\")!));\n");
        string commit = repository.Commit("Read a key");
        using PwshSession session = project.Connect();

        FunctionRollbackPlan plan = Assert.Single(session.Run(
            $"New-XmrtRollbackPlan -Function mining-proxy -GitRef {commit} -Repository $folder/repo").Succeeded().Of<FunctionRollbackPlan>());

        Assert.Contains("RETIRED_KEY is read and not set", Assert.Single(plan.Findings).Reason, StringComparison.Ordinal);
        Assert.Empty(plan.Refusals);
    }

    private static SourceRepository Repository(FunctionProject project, out string good)
    {
        SourceRepository repository = new(Path.Combine(project.Folder, "repo"));
        repository.Write("supabase/config.toml", "[functions.mining-proxy]\nverify_jwt = true\nimport_map = \"./functions/import_map.json\"\n");
        repository.Write("supabase/functions/import_map.json", "{\"imports\":{\"pool\":\"./_shared/pool.ts\"}}");
        repository.Write("supabase/functions/_shared/pool.ts", "export const pool = \"µ\";\n");
        repository.Write("supabase/migrations/1_first.sql", "select 1;");
        repository.Write(Function, "import { pool } from \"pool\";\nDeno.serve(() => new Response(pool));\n");
        good = repository.Commit("Serve the pool");
        repository.Write(Function, "broken");
        repository.Commit("Break it");
        return repository;
    }
}
