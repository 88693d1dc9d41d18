using System.Management.Automation;
using XmrtOps.Health;
using XmrtOps.Integration.Tests.Projects;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Projects;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Integration.Tests.Platforms;

/// <summary>
/// Every endpoint that a command uses fails in every way: each time there is a condition with a documented name, and never a
/// result that looks as if nothing were there.
/// </summary>
public sealed class FaultSweepTests(SandboxServer server)
{
    internal static readonly (string Name, Fault Fault)[] Faults =
    [
        ("401", Fault.Status(401)),
        ("403", Fault.Status(403)),
        // At once: the log waits as long as it is told, for minutes in all.
        ("429", Fault.Status(429, ("Retry-After", "0"))),
        ("500", Fault.Status(500)),
        ("HTML", new Fault { StatusCode = 200, Body = "<!doctype html><title>Sign in</title>", ContentType = "text/html" }),
        ("truncated", Fault.TruncateBody()),
        ("malformed", Fault.MalformedBody()),
        ("dropped", Fault.DropConnection()),
    ];

    // What a command asks for, one part after the other. What asks side by side is in the other tests.
    private static readonly string[] s_commands =
    [
        "Get-XmrtLog Function -First 1",
        "Get-XmrtLog Function mining-proxy -First 1",
        "Get-XmrtLog Database -First 1",
        "Get-XmrtLog Auth -First 1",
        "Get-XmrtLog Api -First 1",
        "Get-XmrtLog Frontend -First 1",
        "Get-XmrtDeployment -First 1",
        "Get-XmrtDeploymentLog -Tail 1",
        "Get-XmrtFunction mining-proxy",
        "Get-XmrtSecret",
        "Save-XmrtFunction mining-proxy",
        "Get-XmrtTopError",
        "New-XmrtRollbackPlan -Frontend",
        "New-XmrtRollbackPlan -Function mining-proxy",
    ];

    internal static readonly string[] Documented = [.. DocumentedConditions()];

    [Fact]
    public async Task A_command_whose_endpoint_fails_says_so_by_a_documented_condition()
    {
        string[][] wrong = await Task.WhenAll(s_commands.Select(command => Task.Factory.StartNew(
            () => SweepAsync(command),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        Assert.True(wrong.All(one => one.Length == 0), string.Join('\n', wrong.SelectMany(one => one)));
    }

    [Theory]
    [InlineData("Supabase")]
    [InlineData("Vercel")]
    public async Task Each_part_of_a_project_whose_endpoint_fails_has_its_reason(string platform)
    {
        string[][] wrong = await Task.WhenAll(Faults.Append(("late", Fault.Delay(Timeout.InfiniteTimeSpan))).Select(
            fault => Task.Factory.StartNew(
                () => SweepProjectAsync(platform, fault.Item1, fault.Item2),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

        Assert.True(wrong.All(one => one.Length == 0), string.Join('\n', wrong.SelectMany(one => one)));
    }

    private async Task<string[]> SweepAsync(string command)
    {
        List<string> wrong = [];
        await using ProjectPlatforms platforms = new(server);
        using PwshSession session = platforms.Connect();
        IReadOnlyList<string> usual = session.Run(command).Succeeded().Warnings;
        (HttpStandIn StandIn, string Path)[] endpoints =
        [
            .. new[] { platforms.Supabase.Api, platforms.Supabase.Address, platforms.VercelApi }
                .SelectMany(standIn => standIn.Journal.Requests.Select(request => (standIn, request.Path)).Distinct()),
        ];
        Assert.NotEmpty(endpoints);
        foreach ((HttpStandIn standIn, string path) in endpoints)
        {
            foreach ((string name, Fault fault) in Faults)
            {
                // A connection of its own: what has failed too often is left alone for a while.
                session.Run("Disconnect-Xmrt -Connection shop; $null = Connect-Xmrt -Name shop @given").Succeeded();
                using IDisposable failing = standIn.Faults.While(fault, path);
                int asked = standIn.Journal.Requests.Count(request => request.Path == path);
                PwshResult result = session.Run(command);
                // What was kept already is not asked for again.
                if (standIn.Journal.Requests.Count(request => request.Path == path) > asked)
                {
                    wrong.AddRange(Judge($"{command}, {path}, {name}", result, usual));
                }
            }
        }

        return [.. wrong];
    }

    private async Task<string[]> SweepProjectAsync(string platform, string name, Fault fault)
    {
        await using ProjectPlatforms platforms = new(server);
        using PwshSession session = platforms.Connect();
        HttpStandIn[] failing = platform == "Vercel" ? [platforms.VercelApi] : [platforms.Supabase.Api, platforms.Supabase.Address];
        foreach (HttpStandIn standIn in failing)
        {
            standIn.Faults.While(fault);
        }

        PwshResult result = session.Run("Get-XmrtProject -Timeout 4s");
        PwshResult health = session.Run($"Get-XmrtHealth {platform}Project -Timeout 2s");
        string[] expected = platform == "Vercel"
            ? ["Vercel.Domains", "Vercel.LatestBuild", "Vercel.Project"]
            :
            [
                "Supabase.ComputeSize", "Supabase.Disk", "Supabase.FunctionCount", "Supabase.IsReadOnly", "Supabase.Load",
                "Supabase.PgBouncer", "Supabase.Poolers", "Supabase.Services", "Supabase.Status",
            ];
        ProjectOverview? project = result.Output.Select(one => one?.BaseObject).OfType<ProjectOverview>().SingleOrDefault();
        HealthCheck? check = health.Output.Select(one => one?.BaseObject).OfType<HealthCheck>().SingleOrDefault();
        List<string> wrong = [];
        if (project is null || !expected.SequenceEqual(project.NotMeasured.Select(part => part.Part)))
        {
            wrong.Add($"{platform}, {name}: {string.Join(' ', project?.NotMeasured.Select(part => part.Part) ?? [])} {string.Join(' ', result.ErrorIds)}");
        }

        wrong.AddRange((project?.NotMeasured ?? []).Where(part => !Documented.Contains(part.ErrorId))
            .Select(part => $"{platform}, {name}: {part}"));
        if (check is not { Status: HealthStatus.Unknown, Reason.Length: > 0 })
        {
            wrong.Add($"{platform}, {name}: health is {check?.Status} ({check?.Reason}) {string.Join(' ', health.ErrorIds)}");
        }

        return [.. wrong];
    }

    private static IEnumerable<string> Judge(string what, PwshResult result, IReadOnlyList<string> usual)
    {
        // A part that could not be measured is told of, and the rest goes on.
        if (result.Errors.Count == 0 && !result.Warnings.Except(usual, StringComparer.Ordinal).Any())
        {
            yield return $"{what}: neither error nor warning, {result.Output.Count} records";
        }

        foreach (ErrorRecord error in result.Errors)
        {
            string id = error.FullyQualifiedErrorId.Split(',')[0];
            if (id == "Unexpected" || !Documented.Contains(id))
            {
                yield return $"{what}: {id}: {error}";
            }
        }
    }

    private static IEnumerable<string> DocumentedConditions() => File
        .ReadLines(Path.Combine(StagedModule.RepositoryRoot, "docs", "en-US", "about_XmrtOps_Errors.help.txt"))
        .Where(line => line.Length > 0 && char.IsAsciiLetterUpper(line[0]) && line.All(char.IsAsciiLetterOrDigit));
}
