using XmrtOps.Findings;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Projects;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.Sandbox.Vercel;

namespace XmrtOps.Integration.Tests.Projects;

/// <summary>Get-XmrtProject over both platforms.</summary>
public sealed class GetProjectTests(SandboxServer server)
{
    [Fact]
    public async Task A_project_that_is_well_is_measured_as_a_whole()
    {
        await using ProjectPlatforms platforms = new(server);
        platforms.Supabase.Machine.CpuLoad = 0.5;
        using PwshSession session = platforms.Connect();

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject").Succeeded().Of<ProjectOverview>());

        Assert.Empty(project.NotMeasured);
        Assert.Empty(project.Findings);
        Assert.Equal("shop", project.Connection);
        SupabaseProjectState supabase = project.Supabase;
        Assert.Equal((platforms.Identity.ProjectRef, "ACTIVE_HEALTHY", false, "us-east-1", "pro"), (supabase.ProjectRef, supabase.Status, supabase.IsPaused, supabase.Region, supabase.Plan));
        Assert.Equal(("Small", 2, 2L << 30), (supabase.ComputeSize, supabase.CpuCores, supabase.MemoryBytes));
        Assert.Equal(37.5, supabase.DiskUsedPercent);
        Assert.Equal(8, supabase.Services!.Count);
        Assert.All(supabase.Services, service => Assert.True(service.IsHealthy));
        Assert.Equal(["supavisor", "pgbouncer"], supabase.Poolers!.Select(pooler => pooler.Name));
        Assert.False(supabase.IsReadOnly);
        ProjectLoad load = supabase.Load!;
        Assert.InRange(load.CpuPercent!.Value, 45, 55);
        Assert.InRange(load.MemoryUsedPercent!.Value, 54.9, 55.1);
        Assert.False(load.IsSinceStart);
        Assert.InRange(load.PeriodSeconds!.Value, 0.9, 60);
        Assert.True(load.IsDatabaseUp);
        VercelProjectState vercel = project.Vercel;
        Assert.Equal(("nextjs", "22.x", false, false, "READY"), (vercel.Framework, vercel.NodeVersion, vercel.IsPaused, vercel.IsPinned, vercel.ProductionState));
        Assert.Equal(platforms.Vercel.Project.Production!.Id, vercel.ProductionDeploymentId);
        Assert.Equal(platforms.Vercel.Project.Production.Commit.Sha, vercel.ProductionCommitSha);
        Assert.Equal(platforms.Vercel.Project.Domains, vercel.Domains!.Select(domain => domain.Name));
        Assert.Equal(["Connections", "Disk", "Functions", "Memory"], project.Limits.Select(limit => limit.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    public async Task It_is_read_in_80_columns(string culture)
    {
        await using ProjectPlatforms platforms = new(server);
        platforms.Supabase.Services.SetUnhealthy("auth", string.Join(' ', Enumerable.Repeat("timeout", 40)));
        using IDisposable refused = platforms.Supabase.Api.Faults.While(
            Fault.Status(403), $"/v1/projects/{platforms.Identity.ProjectRef}/config/disk");
        using PwshSession session = platforms.Connect(culture: culture);

        PwshResult result = session.Run("Get-XmrtProject").Succeeded();

        Assert.All(result.ScreenLines, line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.Contains("7 of 8 healthy", result.Screen, StringComparison.Ordinal);
        Assert.Contains("Critical ServiceUnhealthy: the service auth is UNHEALTHY", result.Screen, StringComparison.Ordinal);
        Assert.Contains("Supabase.Disk: Supabase refuses", result.Screen, StringComparison.Ordinal);
        Assert.Matches(culture == "de-DE" ? "disk busy [0-9],[0-9] %" : "disk busy [0-9][.][0-9] %", result.Screen);
    }

    [Fact]
    public async Task A_paused_project_is_said_once_and_not_for_each_service()
    {
        await using ProjectPlatforms platforms = new(server);
        platforms.Supabase.Project.SetStatus(ProjectStatus.Inactive);
        using PwshSession session = platforms.Connect();

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject").Succeeded().Of<ProjectOverview>());

        Finding finding = Assert.Single(project.Findings);
        Assert.Equal(("SupabaseProjectPaused", Severity.Critical), (finding.Code, finding.Severity));
        Assert.True(project.Supabase.IsPaused);
        Assert.Null(project.Supabase.DiskUsedPercent);
        Assert.Null(project.Supabase.Load);
        Assert.Equal(
            ["Supabase.Disk", "Supabase.FunctionCount", "Supabase.IsReadOnly", "Supabase.Load", "Supabase.PgBouncer", "Supabase.Poolers"],
            project.NotMeasured.Select(part => part.Part));
        Assert.All(project.NotMeasured, part => Assert.Equal("ProjectPaused", part.ErrorId));
        Assert.Equal("READY", project.Vercel.ProductionState);
    }

    [Theory]
    [InlineData("SupabaseToken", "Supabase", "NoSupabaseToken")]
    [InlineData("VercelToken", "Vercel", "NoVercelToken")]
    [InlineData("ServiceKey", "Supabase.Load", "NoServiceKey")]
    public async Task What_a_token_is_missing_for_is_null_with_the_reason(string without, string part, string errorId)
    {
        await using ProjectPlatforms platforms = new(server);
        using PwshSession session = platforms.Connect(without);

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject").Succeeded().Of<ProjectOverview>());

        UnmeasuredPart missing = Assert.Single(project.NotMeasured);
        Assert.Equal((part, errorId), (missing.Part, missing.ErrorId));
        Assert.NotNull(missing.Remedy);
        Assert.Equal(part != "Supabase", project.Supabase.Status is not null);
        Assert.Equal(part != "Vercel", project.Vercel.IsPinned is not null);
        Assert.Equal(part != "Supabase.Load", project.Supabase.Load is not null);
        Assert.Empty(project.Findings);
    }

    [Theory]
    [InlineData("billing/addons", 402, "Supabase.ComputeSize", "PlanLacksFeature")]
    [InlineData("config/disk/util", 403, "Supabase.Disk", "Forbidden")]
    [InlineData("config/database/pgbouncer", 404, "Supabase.PgBouncer", "NotFound")]
    [InlineData("functions", 429, "Supabase.FunctionCount", "RateLimited")]
    public async Task A_part_that_is_refused_leaves_the_others(string path, int status, string part, string errorId)
    {
        await using ProjectPlatforms platforms = new(server);
        Fault fault = status == 429 ? Fault.Status(status, ("Retry-After", "3600")) : Fault.Status(status);
        using IDisposable refused = platforms.Supabase.Api.Faults.While(fault, $"/v1/projects/{platforms.Identity.ProjectRef}/{path}");
        using PwshSession session = platforms.Connect();

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject").Succeeded().Of<ProjectOverview>());

        UnmeasuredPart missing = Assert.Single(project.NotMeasured);
        Assert.Equal((part, errorId), (missing.Part, missing.ErrorId));
        Assert.Equal("ACTIVE_HEALTHY", project.Supabase.Status);
    }

    [Fact]
    public async Task What_does_not_answer_ends_with_its_deadline()
    {
        await using ProjectPlatforms platforms = new(server);
        using IDisposable hanging = platforms.VercelApi.Faults.While(Fault.Delay(Timeout.InfiniteTimeSpan));
        using PwshSession session = platforms.Connect("ServiceKey");

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject -Timeout 3s").Succeeded().Of<ProjectOverview>());

        Assert.Equal(
            [("Supabase.Load", "NoServiceKey"), ("Vercel.Domains", "PartTimedOut"), ("Vercel.LatestBuild", "PartTimedOut"), ("Vercel.Project", "PartTimedOut")],
            project.NotMeasured.Select(part => (part.Part, part.ErrorId)));
        Assert.Equal("ACTIVE_HEALTHY", project.Supabase.Status);
        Assert.Null(project.Vercel.IsPaused);
    }

    [Fact]
    public async Task What_is_wrong_is_found_the_worst_first()
    {
        await using ProjectPlatforms platforms = new(server);
        platforms.Supabase.Machine.DiskUsedBytes = (long)(platforms.Supabase.Machine.DiskBytes * 0.96);
        platforms.Supabase.ReadOnlyMode.IsEnabled = true;
        platforms.Supabase.Services.SetUnhealthy("realtime", "tenant not found");
        platforms.Vercel.Timings = new VercelTimings { JobPending = TimeSpan.Zero, JobInProgress = TimeSpan.Zero };
        VercelProject site = platforms.Vercel.Project;
        site.RollBack(site.Deployments.First(d => d.ServedSince is not null && d.Id != site.Production!.Id).Id, "chat is broken");
        site.IsPaused = true;
        using PwshSession session = platforms.Connect();

        ProjectOverview project = Assert.Single(session.Run("Get-XmrtProject").Succeeded().Of<ProjectOverview>());

        Assert.Equal(
            ["DatabaseReadOnly", "DiskNearlyFull", "ProductionPinned", "ServiceUnhealthy", "VercelProjectPaused"],
            project.Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal));
        Assert.Equal("ProductionPinned", project.Findings[^1].Code);
        Assert.All(project.Findings, finding => Assert.NotNull(finding.Remedy));
        Assert.Equal("ACTIVE_UNHEALTHY", project.Supabase.Status);
        Assert.True(project.Vercel.IsPinned);
        Assert.Equal(("chat is broken", platforms.Vercel.Users[0].UserName), (project.Vercel.PinnedReason, project.Vercel.PinnedBy));
    }

    [Fact]
    public async Task Where_nothing_can_be_measured_there_is_an_error_and_no_empty_record()
    {
        await using ProjectPlatforms platforms = new(server);
        using IDisposable supabase = platforms.Supabase.Api.Faults.While(Fault.Status(401));
        using IDisposable address = platforms.Supabase.Address.Faults.While(Fault.Status(401));
        using IDisposable vercel = platforms.VercelApi.Faults.While(Fault.Status(401));
        using PwshSession session = platforms.Connect();

        PwshResult result = session.Run("Get-XmrtProject");

        Assert.Equal(["Unauthorized"], result.ErrorIds);
        Assert.Empty(result.Of<ProjectOverview>());
    }

    [Theory]
    [InlineData("-Timeout 10ms", "DurationOutOfRange")]
    [InlineData("-Timeout 5", "BareNumberAsTime")]
    [InlineData("-Connection nowhere", "UnknownConnection")]
    public async Task Bad_input_is_an_error_with_a_name(string arguments, string errorId)
    {
        await using ProjectPlatforms platforms = new(server);
        using PwshSession session = platforms.Connect();

        Assert.Equal([errorId], session.Run($"Get-XmrtProject {arguments}").ErrorIds);
    }
}
