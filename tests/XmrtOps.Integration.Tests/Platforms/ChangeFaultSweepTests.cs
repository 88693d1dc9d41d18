using System.Management.Automation;
using XmrtOps.Frontend;
using XmrtOps.Functions.Publishing;
using XmrtOps.Integration.Tests.Frontend;
using XmrtOps.Integration.Tests.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;

namespace XmrtOps.Integration.Tests.Platforms;

/// <summary>
/// Every endpoint that a change uses fails in every way: whatever comes of it, the command says what is so on the platform
/// afterwards, or that nobody knows, and has sent its order once.
/// </summary>
public sealed class ChangeFaultSweepTests(SandboxServer server)
{
    private const string Web = "-FrontendUrl $site -VercelApiUrl $api -VercelProject $project -VercelTeam $team -VercelToken $token";

    // Late, and otherwise right: nothing fails by it.
    private static readonly (string, Fault) s_slow = ("slow", Fault.Delay(TimeSpan.FromMilliseconds(300)));

    // Behind them stands what a command has just made, or another deployment each time.
    private static readonly string[] s_before = ["/v13/deployments/", "/promote/"];

    [Fact]
    public async Task What_is_said_of_a_function_that_was_published_is_what_is_deployed() =>
        await SweepAsync(PublishAsync, s_slow);

    [Fact]
    public async Task What_is_said_of_a_build_that_was_started_is_what_is_live() =>
        await SweepAsync(fault => StartAsync(fault, stand => "-Force -Timeout 1s"), s_slow);

    [Fact]
    public async Task What_is_said_of_a_promotion_is_what_is_live() =>
        await SweepAsync(fault => StartAsync(fault, stand => $"{stand.Candidates[0].Id} -Promote -Force -Timeout 1s"), s_slow);

    [Fact]
    public async Task Whatever_fails_when_a_frontend_is_tested_is_not_taken_for_well() =>
        await SweepAsync(TestFrontendAsync, ("late", Fault.Delay(Timeout.InfiniteTimeSpan)));

    private static async Task SweepAsync(
        Func<Fault, Task<IReadOnlyList<string>>> sweep, params IEnumerable<(string Name, Fault Fault)> more)
    {
        string[][] wrong = await Task.WhenAll(FaultSweepTests.Faults.Concat(more).Select(fault => Task.Factory.StartNew(
            async () => (await sweep(fault.Fault)).Select(what => $"{fault.Name}: {what}").ToArray(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.True(wrong.All(one => one.Length == 0), string.Join('\n', wrong.SelectMany(one => one)));
    }

    private async Task<IReadOnlyList<string>> PublishAsync(Fault fault)
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        project.WriteFunction("mining-proxy");
        using PwshSession session = project.Connect();
        const string command = "Publish-XmrtFunction $folder/supabase/functions/mining-proxy -Force";
        SupabasePlatform platform = project.Platform;
        List<string> wrong = [];
        foreach ((HttpStandIn standIn, string path) in Endpoints(() => session.Run(command).Succeeded(), platform.Api, platform.Address))
        {
            Reconnect(session, "p", "-SupabaseApiUrl $api -SupabaseUrl $address -ProjectRef $project -SupabaseToken $token -AnonKey $anon");
            int before = platform.Functions.Find("mining-proxy")!.Version;
            int sent = Orders();
            PwshResult result;
            using (standIn.Faults.While(fault, path))
            {
                result = session.Run(command);
            }

            int after = platform.Functions.Find("mining-proxy")!.Version;
            PublishedFunction? said = result.Output.Select(one => one?.BaseObject).OfType<PublishedFunction>().SingleOrDefault();
            wrong.AddRange(Judge(path, fault, result, said is not null, before == after, Orders() - sent));
            if (said is { Version: { } version } && version != after)
            {
                wrong.Add($"{path}: version {after} is deployed, and {version} is said to be");
            }

            if (said is { IsVerified: true } && after == before)
            {
                wrong.Add($"{path}: nothing was deployed, and it is said to be verified");
            }
        }

        return wrong;

        int Orders() => platform.Api.Journal.Requests.Count(request => request.Path.EndsWith("/functions/deploy", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> StartAsync(Fault fault, Func<FrontendStand, string> arguments)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        List<string> wrong = [];
        foreach ((HttpStandIn standIn, string path) in Endpoints(
            () => session.Run($"Start-XmrtDeployment {arguments(stand)}").Succeeded(), stand.Api))
        {
            Reconnect(session, "web", Web);
            string command = $"Start-XmrtDeployment {arguments(stand)}";
            (int made, string live) = (stand.Project.Deployments.Count, stand.Production.Id);
            int sent = stand.Changes.Count;
            PwshResult result;
            using (standIn.Faults.While(fault, path))
            {
                result = session.Run(command);
            }

            DeploymentStart? said = result.Output.Select(one => one?.BaseObject).OfType<DeploymentStart>().SingleOrDefault();
            bool isUntouched = stand.Project.Deployments.Count == made && stand.Production.Id == live;
            wrong.AddRange(Judge(path, fault, result, said is not null, isUntouched, stand.Changes.Count - sent));
            if (said is { Outcome: DeploymentOutcome.Live } && said.Id != stand.Production.Id)
            {
                wrong.Add($"{path}: {stand.Production.Id} is live, and {said.Id} is said to be");
            }

            if (said is { ProductionAfter: { } production, Outcome: not DeploymentOutcome.StillRunning } && production != stand.Production.Id)
            {
                wrong.Add($"{path}: {stand.Production.Id} is live, and {production} is said to be afterwards");
            }
        }

        return wrong;
    }

    private static async Task<IReadOnlyList<string>> TestFrontendAsync(Fault fault)
    {
        await using FrontendStand stand = new();
        using PwshSession session = stand.Connect();
        List<string> wrong = [];
        foreach ((HttpStandIn standIn, string path) in Endpoints(() => session.Run("Test-XmrtFrontend").Succeeded(), stand.Api, stand.Site))
        {
            Reconnect(session, "web", Web);
            PwshResult result;
            using (standIn.Faults.While(fault, path))
            {
                result = session.Run("Test-XmrtFrontend -Timeout 2s");
            }

            IReadOnlyList<FrontendTestResult> tests = result.Of<FrontendTestResult>();
            FrontendTestKind[] expected = standIn == stand.Api
                ? [FrontendTestKind.Project, FrontendTestKind.Deployment]
                : [FrontendTestKind.Http, FrontendTestKind.Health];
            if (!tests.Any(test => expected.Contains(test.Test) && test is { Passed: not true, Reason.Length: > 0 }))
            {
                wrong.Add($"{path}: {string.Join(", ", tests.Select(test => $"{test.Test} {test.Passed}: {test.Reason}"))}");
            }

            wrong.AddRange(result.ErrorIds.Select(error => $"{path}: {error}"));
        }

        return wrong;
    }

    /// <summary>What a command asks when all is well; of what has an identifier in its path, what is before it.</summary>
    private static (HttpStandIn StandIn, string Path)[] Endpoints(Action command, params HttpStandIn[] standIns)
    {
        command();
        (HttpStandIn StandIn, string Path)[] found =
        [
            .. standIns.SelectMany(standIn => standIn.Journal.Requests
                .Select(request => s_before.FirstOrDefault(request.Path.Contains) is { } before
                    ? request.Path[..(request.Path.IndexOf(before, StringComparison.Ordinal) + before.Length)]
                    : request.Path)
                .Distinct()
                .Select(path => (standIn, path))),
        ];
        Assert.NotEmpty(found);
        return found;
    }

    // A connection of its own for each fault: what has failed too often is left alone for a while.
    private static void Reconnect(PwshSession session, string name, string arguments) =>
        session.Run($"Disconnect-Xmrt -Connection {name}; $null = Connect-Xmrt -Name {name} {arguments}").Succeeded();

    private static IEnumerable<string> Judge(
        string path, Fault fault, PwshResult result, bool hasRecord, bool isUntouched, int sent)
    {
        if (fault.Wait > TimeSpan.Zero && result.Errors.Count > 0)
        {
            yield return $"{path}: {string.Join(' ', result.ErrorIds)}";
        }

        if (sent > 1)
        {
            yield return $"{path}: the order was sent {sent} times";
        }

        if (result.Errors.Count == 0 && !hasRecord)
        {
            yield return $"{path}: neither error nor record";
        }

        foreach (ErrorRecord error in result.Errors)
        {
            string id = error.FullyQualifiedErrorId.Split(',')[0];
            if (id == "Unexpected" || !FaultSweepTests.Documented.Contains(id))
            {
                yield return $"{path}: {id}: {error}";
            }
        }

        if (!hasRecord && !isUntouched && !result.ErrorIds.Contains("OutcomeUnknown"))
        {
            yield return $"{path}: something was changed, and the error is {string.Join(' ', result.ErrorIds)}";
        }
    }
}
