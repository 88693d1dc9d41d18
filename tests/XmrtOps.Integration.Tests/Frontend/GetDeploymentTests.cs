using XmrtOps.Frontend;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Frontend;

/// <summary>Get-XmrtDeployment over the stand-in of Vercel's API.</summary>
public sealed class GetDeploymentTests
{
    private const string Deployments = "/v6/deployments";

    [Fact]
    public async Task All_kinds_are_listed_newest_first_and_the_current_one_is_marked()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        IReadOnlyList<Deployment> all = session.Run("Get-XmrtDeployment -All").Succeeded().Of<Deployment>();

        Assert.Equal(stand.Project.Deployments.Select(deployment => deployment.Id), all.Select(deployment => deployment.Id));
        Assert.Equal(["preview", "production"], all.Select(deployment => deployment.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal([DeploymentState.Ready, DeploymentState.Error, DeploymentState.Canceled], all.Select(deployment => deployment.State).Distinct());
        Deployment current = Assert.Single(all, deployment => deployment.IsCurrent == true);
        VercelDeployment production = stand.Production;
        Assert.Equal(production.Id, current.Id);
        Assert.Equal($"https://{production.Url}/", current.Url!.ToString());
        Assert.Equal(production.Commit.Sha, current.CommitSha);
        Assert.Equal(production.Commit.Message, current.CommitMessage);
        Assert.Equal(
            ("main", production.Creator.UserName, "git", "web"), (current.Branch, current.Creator, current.Source, current.Connection));
        Assert.Equal(production.CreatedAt, current.CreatedAt);
        Assert.InRange(current.BuildDurationSeconds!.Value, 38, 95);
        Assert.True(current.ReadyAt > current.CreatedAt && current.AliasAssigned == true);
        Assert.Equal(stand.Candidates.Select(deployment => deployment.Id), all.Where(deployment => deployment.IsRollbackCandidate == true).Select(deployment => deployment.Id));
        Deployment failed = Assert.Single(all, deployment => deployment.State == DeploymentState.Error);
        Assert.Equal(("BUILD_UTILS_SPAWN_1", false, (bool?)false), (failed.ErrorCode, failed.AliasAssigned ?? false, failed.IsRollbackCandidate));
    }

    [Theory]
    [InlineData("-Target Production", 0)]
    [InlineData("-Target Preview", 1)]
    [InlineData("-State Error, Canceled", 2)]
    [InlineData("-Branch main -State Ready", 3)]
    [InlineData("-Since 4d", 4)]
    [InlineData("-First 3 -Skip 2", 5)]
    public async Task What_is_asked_for_is_filtered(string arguments, int which)
    {
        await using FrontendStand stand = new();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        IEnumerable<VercelDeployment> expected = which switch
        {
            0 => stand.Project.Deployments.Where(deployment => deployment.Target == "production"),
            1 => stand.Project.Deployments.Where(deployment => deployment.Target is null),
            2 => stand.Project.Deployments.Where(deployment => deployment.StateAt(now) is VercelReadyState.Error or VercelReadyState.Canceled),
            3 => stand.Project.Deployments.Where(deployment => deployment.Commit.Branch == "main" && deployment.StateAt(now) == VercelReadyState.Ready),
            4 => stand.Project.Deployments.Where(deployment => deployment.CreatedAt > now.AddDays(-4)),
            _ => stand.Project.Deployments.Skip(2).Take(3),
        };
        using PwshSession session = stand.Connect();

        Assert.Equal(
            expected.Select(deployment => deployment.Id).Take(20),
            session.Run($"Get-XmrtDeployment {arguments}").Succeeded().Of<Deployment>().Select(deployment => deployment.Id));
    }

    [Fact]
    public async Task The_default_says_that_there_are_more()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        PwshResult some = session.Run("Get-XmrtDeployment").Succeeded();
        PwshResult all = session.Run("Get-XmrtDeployment -Since 5d").Succeeded();

        Assert.Equal(20, some.Output.Count);
        Assert.Contains("Showing 20 deployments", some.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Showing", all.Screen, StringComparison.Ordinal);
        Assert.Contains(stand.Api.Journal.Requests, request => request.Path == Deployments && request.Query["limit"].Contains("21"));
    }

    [Fact]
    public async Task After_a_rollback_what_was_rolled_back_is_no_candidate_and_the_pin_is_warned_of()
    {
        await using FrontendStand stand = new();
        VercelDeployment broken = stand.Production;
        VercelDeployment good = stand.Candidates[0];
        stand.RollBack(good);
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run("Get-XmrtDeployment -Target Production -All").Succeeded();

        IReadOnlyList<Deployment> all = result.Of<Deployment>();
        Assert.Equal((false, false), (all.Single(d => d.Id == broken.Id).IsCurrent, all.Single(d => d.Id == broken.Id).IsRollbackCandidate));
        Assert.Equal((true, false), (all.Single(d => d.Id == good.Id).IsCurrent, all.Single(d => d.Id == good.Id).IsRollbackCandidate));
        Assert.Equal(stand.Candidates.Count - 1, all.Count(d => d.IsRollbackCandidate == true));
        string warning = Assert.Single(result.Warnings);
        Assert.Contains("pinned by the rollback of joseph", warning, StringComparison.Ordinal);
        Assert.Contains("the chat is broken", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_is_found_by_identifier_host_address_domain_and_pipe_all_the_same()
    {
        await using FrontendStand stand = new();
        VercelDeployment candidate = stand.Candidates[0];
        using PwshSession session = stand.Connect();
        session.Set("id", candidate.Id);

        Deployment byId = Assert.Single(session.Run("Get-XmrtDeployment $id").Succeeded().Of<Deployment>());
        Deployment byHost = Assert.Single(session.Run($"Get-XmrtDeployment {candidate.Url}").Succeeded().Of<Deployment>());
        Deployment byAddress = Assert.Single(session.Run($"Get-XmrtDeployment https://{candidate.Url}/chat?x=1").Succeeded().Of<Deployment>());
        Deployment byPipe = Assert.Single(session.Run("Get-XmrtDeployment $id | Get-XmrtDeployment").Succeeded().Of<Deployment>());
        Deployment current = Assert.Single(session.Run($"Get-XmrtDeployment https://{stand.Project.Domains[0]}").Succeeded().Of<Deployment>());

        Assert.Equal((candidate.Id, true), (byId.Id, byId.IsRollbackCandidate));
        Assert.Equal(byId, byHost);
        Assert.Equal(byId, byAddress);
        Assert.Equal(byId, byPipe);
        Assert.Equal((stand.Production.Id, true), (current.Id, current.IsCurrent));
    }

    [Theory]
    [InlineData("dpl_nothing", "NotFound")]
    [InlineData("'dpl_a/../b'", "PlatformRefused")]
    [InlineData("'..'", "InvalidPathValue")]
    [InlineData("-Since 5", "BareNumberAsTime")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal([errorId], session.Run($"Get-XmrtDeployment {arguments}").ErrorIds);
    }

    [Fact]
    public async Task A_deployment_of_another_project_is_not_taken_for_ours()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        PwshResult result = session.Run($"Get-XmrtDeployment {stand.Platform.Projects[1].Deployments[0].Id}");

        Assert.Equal(["DeploymentOfAnotherProject"], result.ErrorIds);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Builds_under_way_have_no_duration_and_an_address_of_their_own()
    {
        await using FrontendStand stand = new();
        stand.Platform.Timings = stand.Endless;
        stand.Project.Push("Slow");
        using PwshSession session = stand.Connect();

        Deployment building = session.Run("Get-XmrtDeployment -First 1").Succeeded().Of<Deployment>()[0];

        Assert.Contains(building.State, new[] { DeploymentState.Queued, DeploymentState.Initializing, DeploymentState.Building });
        Assert.Equal((null, null, false, false), (building.BuildDurationSeconds, building.ReadyAt, building.IsCurrent, building.IsRollbackCandidate));
    }

    [Fact]
    public async Task Faults_of_the_platform_are_errors_and_no_empty_list()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();

        Assert.Equal(["UnreadableAnswer"], Failing(Fault.Status(200) with { Body = "<html>Sign in</html>", ContentType = "text/html" }));
        Assert.Equal(["PlanLacksFeature"], Failing(Fault.Status(402)));
        Assert.Equal(["Forbidden"], Failing(Fault.Status(403)));
        using PwshSession without = stand.Connect(token: "");
        Assert.Equal(["NoVercelToken"], without.Run("Get-XmrtDeployment").ErrorIds);
        using PwshSession wrong = stand.Connect(token: "aWrongTokenOf24LettersXX");
        PwshResult refused = wrong.Run("Get-XmrtDeployment");
        Assert.Equal(["Unauthorized"], refused.ErrorIds);
        Assert.DoesNotContain("aWrongTokenOf24LettersXX", refused.Screen, StringComparison.Ordinal);

        IReadOnlyList<string> Failing(Fault fault)
        {
            using IDisposable failing = stand.Api.Faults.While(fault, Deployments);
            return session.Run("Get-XmrtDeployment").ErrorIds;
        }
    }

    [Fact]
    public async Task Tab_offers_deployments_and_is_silent_where_the_platform_is()
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        using PwshSession without = stand.Connect(token: "");

        IReadOnlyList<string> offered = Offered(session, "CompletionText");

        Assert.Equal(stand.Project.Deployments.Select(deployment => deployment.Id), offered);
        Assert.Contains(stand.Production.Commit.Message, Offered(session, "ToolTip")[0], StringComparison.Ordinal);
        Assert.Empty(Offered(without, "CompletionText"));

        static IReadOnlyList<string> Offered(PwshSession console, string property) => console.Run(
            "[XmrtOps.Module.DeploymentCompleter]::new().CompleteArgument('Get-XmrtDeployment', 'Id', 'dpl_', $null, @{})"
            + $" | ForEach-Object {property}").Succeeded().Of<string>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public async Task The_table_fits_80_columns(string culture)
    {
        await using FrontendStand stand = new();
        stand.PushAtOnce("A message \u001b[31mthat is red\u001b[0m and much longer than its column could ever be");
        using PwshSession session = stand.Connect(culture: culture);

        PwshResult result = session.Run("Get-XmrtDeployment -First 8").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(result.ScreenLines, line => line.Contains("production Ready", StringComparison.Ordinal) && line.Contains("current", StringComparison.Ordinal));
        Assert.Contains("that is red", result.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("[31m", result.Screen, StringComparison.Ordinal);
    }
}
