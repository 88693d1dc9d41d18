using XmrtOps.Functions.Publishing;
using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Functions;

/// <summary>Publish-XmrtFunction against a stand-in, with its faults.</summary>
public sealed class PublishFunctionTests(SandboxServer server)
{
    private const string Publish = "Publish-XmrtFunction $folder/supabase/functions/mining-proxy ";

    [Fact]
    public async Task Deploys_keeps_the_check_of_tokens_and_brings_the_version_before_back()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        string before = project.SourceOf("mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();

        PublishedFunction published = session.Run(Publish + "-Force").Succeeded().Of<PublishedFunction>().Single();

        Assert.Equal((version, version + 1, false, true), (published.PreviousVersion, published.Version, published.VerifiesJwt, published.IsVerified));
        Assert.Equal("Deno.serve(() => new Response(\"fine\"));\n", project.SourceOf("mining-proxy"));
        Assert.Equal("supabase/functions/mining-proxy/index.ts", project.Platform.Functions.Find("mining-proxy")!.EntrypointPath);
        JournalEntry entry = session.Run("Get-XmrtJournal -All").Succeeded().Of<JournalEntry>().Single(e => e.Id == published.JournalId);
        Assert.Contains(published.SavedPath!, entry.Undo!, StringComparison.Ordinal);

        PublishedFunction back = session.Run(entry.Undo + " -Force").Succeeded().Of<PublishedFunction>().Single();

        Assert.Equal((version + 2, true), (back.Version, back.IsVerified));
        Assert.Equal(before, project.SourceOf("mining-proxy"));
        Assert.False(project.Platform.Functions.Find("mining-proxy")!.VerifyJwt);
    }

    [Theory]
    [InlineData(true, "", true)]
    [InlineData(false, "-VerifyJwt", true)]
    [InlineData(true, "-VerifyJwt:$false", false)]
    public async Task The_check_of_tokens_is_changed_only_when_told(bool deployed, string told, bool expected)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        project.Platform.Functions.SetVerifyJwt("mining-proxy", deployed);
        using PwshSession session = project.Connect();

        Assert.Equal(expected, session.Run(Publish + told + " -Force").Succeeded().Of<PublishedFunction>().Single().VerifiesJwt);
        Assert.Equal(expected, project.Platform.Functions.Find("mining-proxy")!.VerifyJwt);
    }

    [Fact]
    public async Task WhatIf_and_a_no_change_nothing_and_the_question_says_what_is_at_stake()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect(more: "-Production");

        PwshResult whatIf = session.Run(Publish + "-VerifyJwt -WhatIf").Succeeded();
        PwshResult no = session.Run(Publish, "No").Succeeded();

        Assert.Contains("turn the check of tokens ON", whatIf.Screen.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.StartsWith("PRODUCTION p (Supabase project ", Assert.Single(no.Prompts).Message.Split('\n')[^1].TrimStart(), StringComparison.Ordinal);
        Assert.Empty(whatIf.Output);
        Assert.Empty(no.Output);
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);
        Assert.Empty(session.Run("Get-XmrtFunction -Saved").Succeeded().Output);
    }

    [Fact]
    public async Task What_fails_its_tests_is_refused_unless_that_is_allowed()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy", "import \"./gone.ts\";\nDeno.serve(() => new Response(\"fine\"));\n");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();

        PwshResult refused = session.Run(Publish + "-Force");
        Assert.Equal(["FunctionTestsFailed"], refused.ErrorIds);
        Assert.Contains("gone.ts", refused.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);

        PublishedFunction allowed = session.Run(Publish + "-AllowFailedTest -Force").Succeeded().Of<PublishedFunction>().Single();
        Assert.Equal(version + 1, allowed.Version);
        Assert.Contains(allowed.OpenTests, test => test.Passed == false);
    }

    [Fact]
    public async Task Several_functions_have_their_own_outcomes_and_all_of_a_folder_are_never_meant_by_accident()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        project.WriteFunction("a-new-one");
        project.WriteFunction("not good");
        using PwshSession session = project.Connect();

        Assert.Equal(["SeveralFunctions"], session.Run("Publish-XmrtFunction $folder/supabase/functions -Force").ErrorIds);
        PwshResult all = session.Run("Publish-XmrtFunction $folder -All -Force");

        Assert.Equal(["InvalidFunctionName"], all.ErrorIds);
        Assert.Equal([("a-new-one", null, 1), ("mining-proxy", 21, 22)], all.Of<PublishedFunction>().Select(p =>
            (p.Name, p.PreviousVersion is null ? null : (int?)21, p.PreviousVersion is null ? p.Version!.Value : 22)));
        // New, and nobody says otherwise: as the platform has it.
        Assert.True(project.Platform.Functions.Find("a-new-one")!.VerifyJwt);
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_what_is_deployed()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();
        string deploy = $"/v1/projects/{project.Platform.Project.Ref}/functions/deploy";
        project.Faults.Next(1, Fault.TruncateBody(), deploy);

        PublishedFunction published = session.Run(Publish + "-Force").Succeeded().Of<PublishedFunction>().Single();

        Assert.Equal((version + 1, true), (published.Version, published.IsVerified));
        Assert.Single(project.Platform.Api.Journal.Requests, request => request.Path == deploy);
    }

    public static TheoryData<Fault> Losses => [Fault.Status(502), Fault.DropConnection()];

    [Theory]
    [MemberData(nameof(Losses), DisableDiscoveryEnumeration = true)]
    public async Task A_lost_answer_without_a_trace_is_an_unknown_outcome(Fault loss)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        using PwshSession session = project.Connect();
        project.Faults.Next(1, loss, $"/v1/projects/{project.Platform.Project.Ref}/functions/deploy");

        PwshResult result = session.Run(Publish + "-Force");

        Assert.Equal(["OutcomeUnknown"], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData(400, "PlatformRefused")]
    [InlineData(402, "PlanLacksFeature")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    [InlineData(429, "RateLimited")]
    public async Task A_refused_deployment_changes_nothing(int status, string errorId)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();
        project.Faults.Next(
            1, Fault.Status(status, ("x-ratelimit-reset", "3600")), $"/v1/projects/{project.Platform.Project.Ref}/functions/deploy");

        Assert.Equal([errorId], session.Run(Publish + "-Force").ErrorIds);
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);
    }

    [Fact]
    public async Task A_version_that_does_not_start_is_said_with_the_way_back()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        using PwshSession session = project.Connect();
        using IDisposable fault = project.Platform.Address.Faults.While(
            Fault.Status(503, ("sb-error-code", "BOOT_ERROR")), "/functions/v1/mining-proxy");

        PwshResult result = session.Run(Publish + "-Force").Succeeded();

        PublishedFunction published = result.Of<PublishedFunction>().Single();
        Assert.Equal((false, "BOOT_ERROR"), (published.IsVerified, published.Probe!.ErrorCode));
        Assert.Contains(result.Warnings, warning => warning.Contains($"-SavedPath '{published.SavedPath}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_saved_is_not_replaced_unless_told()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        int version = project.Platform.Functions.Find("mining-proxy")!.Version;
        using PwshSession session = project.Connect();
        using IDisposable fault = project.Faults.While(
            Fault.Status(404), $"/v1/projects/{project.Platform.Project.Ref}/functions/mining-proxy/body");

        Assert.Equal(["FunctionNotSavable"], session.Run(Publish + "-Force").ErrorIds);
        Assert.Equal(version, project.Platform.Functions.Find("mining-proxy")!.Version);
        Assert.Equal(version + 1, session.Run(Publish + "-WithoutSave -Force").Succeeded().Of<PublishedFunction>().Single().Version);
    }

    [Fact]
    public async Task A_saved_version_that_was_tampered_with_is_not_deployed()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        SavedFunction saved = session.Run("Save-XmrtFunction mining-proxy").Succeeded().Of<SavedFunction>().Single();
        await File.WriteAllTextAsync(Path.Combine(saved.SavedPath, "001-index.ts"), "evil", TestContext.Current.CancellationToken);

        PwshResult result = session.Run("Get-XmrtFunction mining-proxy -Saved | Publish-XmrtFunction -Force");

        Assert.Equal(["SavedFunctionDamaged"], result.ErrorIds);
    }
}
