using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Findings;
using XmrtOps.Module;
using XmrtOps.Notices;
using XmrtOps.Platforms.Vercel;

namespace XmrtOps.Frontend;

/// <summary>Judges Vercel's own view: is the project paused, is what is in production ready, did the newest build fail.</summary>
internal static class PlatformTests
{
    private const int Looked = 20;

    /// <summary>Reads it, with whatever token there is; what cannot be read in time is told by its reason, and never by an
    /// exception.</summary>
    public static async Task<PlatformState> ReadAsync(
        XmrtConnection connection, FrontendTestRequest request, INotices notices, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(request.Timeout);
        try
        {
            return await LookAsync(connection, request.Url, notices, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            XmrtException late = Errors.PartTimedOut("Vercel", Display.Milliseconds(request.Timeout.TotalMilliseconds));
            return new PlatformState { Obstacle = (late.Message.TrimEnd('.'), late.Remedy) };
        }
        catch (XmrtException fault)
        {
            return new PlatformState { Obstacle = (fault.Message.TrimEnd('.'), fault.Remedy) };
        }
    }

    private static async Task<PlatformState> LookAsync(
        XmrtConnection connection, Uri url, INotices notices, CancellationToken cancellation)
    {
        VercelProject project = await connection.Vercel.GetProjectAsync(notices, cancellation);
        List<Deployment> newest = [];
        await foreach (VercelDeployment found in connection.Vercel.ListDeploymentsAsync(
            new VercelDeploymentQuery { Target = Deployments.Production, PageSize = Looked }, notices, cancellation))
        {
            newest.Add(Deployments.Of(connection.Name, found, project));
            if (newest.Count == Looked)
            {
                break;
            }
        }

        return new PlatformState
        {
            Project = project,
            Newest = newest,
            Tested = await TestedAsync(connection, url, project, newest, notices, cancellation),
        };
    }

    public static FrontendTestResult Project(PlatformState state, string name)
    {
        if (state.Project is not { } project)
        {
            return NotMeasured(FrontendTestKind.Project, state, name);
        }

        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Paused"] = project.Paused,
            ["AutoAssignCustomDomains"] = project.AutoAssignCustomDomains,
        };
        if (project.Paused == true)
        {
            return FrontendTestResult.Wrong(
                FrontendTestKind.Project, name, "ProjectPaused", "the project is paused: every request is answered with 503",
                AnswerTests.Unpause) with
            { Evidence = evidence };
        }

        string? pin = DeploymentReader.PinOf(project);
        return FrontendTestResult.Right(FrontendTestKind.Project, name, pin is null ? "not paused" : $"not paused. {pin}") with
        {
            Evidence = evidence,
            Findings = pin is null ? [] :
            [
                new Finding
                {
                    Code = "ProductionPinned",
                    Severity = Severity.Warning,
                    Reason = $"{pin}: new builds do not go live",
                    Remedy = "Start-XmrtDeployment <id> -Promote",
                },
            ],
        };
    }

    public static FrontendTestResult Deployment(PlatformState state, string name)
    {
        if (state.Project is null)
        {
            return NotMeasured(FrontendTestKind.Deployment, state, name);
        }

        if (state.Tested is not { } tested)
        {
            return FrontendTestResult.Wrong(
                FrontendTestKind.Deployment, name, "NoDeployment", "nothing is in production",
                state.Newest.FirstOrDefault(deployment => deployment.State == DeploymentState.Ready) is { } ready
                    ? $"Start-XmrtDeployment {ready.Id} -Promote"
                    : "Start-XmrtDeployment -GitRef <branch>");
        }

        Deployment? newer = tested.IsCurrent == true
            ? state.Newest.FirstOrDefault(deployment => deployment.CreatedAt > tested.CreatedAt)
            : null;
        FrontendTestResult result = tested.State != DeploymentState.Ready ? NotReady(tested)
            : newer is { State: DeploymentState.Error } ? FrontendTestResult.Wrong(
                FrontendTestKind.Deployment, newer.Id, "BuildFailed",
                $"the newest build failed{Why(newer)}; {tested.Id} still serves",
                $"Get-XmrtDeploymentLog {newer.Id}")
            : FrontendTestResult.Right(FrontendTestKind.Deployment, tested.Id, Described(tested, newer));
        return result with
        {
            Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["DeploymentId"] = tested.Id,
                ["State"] = tested.PlatformState,
                ["CreatedAt"] = tested.CreatedAt,
                ["CommitSha"] = tested.CommitSha,
                ["NewestId"] = newer?.Id,
                ["NewestState"] = newer?.PlatformState,
                ["RollbackCandidateId"] = state.Candidate?.Id,
            },
        };
    }

    private static FrontendTestResult NotMeasured(FrontendTestKind test, PlatformState state, string name) =>
        FrontendTestResult.NotMeasured(test, name, state.Obstacle?.Reason ?? "it could not be read", state.Obstacle?.Remedy);

    private static FrontendTestResult NotReady(Deployment tested) => tested.IsOver
        ? FrontendTestResult.Wrong(
            FrontendTestKind.Deployment, tested.Id, tested.State == DeploymentState.Error ? "BuildFailed" : "NoDeployment",
            $"it is {tested.PlatformState}{Why(tested)}",
            tested.State == DeploymentState.Error ? $"Get-XmrtDeploymentLog {tested.Id}" : $"Start-XmrtDeployment {tested.Id}")
        : FrontendTestResult.Wrong(
            FrontendTestKind.Deployment,
            tested.Id,
            "StillBuilding",
            $"it is {tested.PlatformState} still",
            $"Get-XmrtDeploymentLog {tested.Id} -Follow");

    private static string Described(Deployment tested, Deployment? newer)
    {
        string age = tested.CreatedAt is { } at ? $", made {Display.Ago(at)}" : "";
        string what = tested.IsCurrent == true ? "current" : tested.Target;
        string then = newer is null ? ""
            : newer.State == DeploymentState.Ready ? $"; a newer one, {newer.Id}, is ready and not live"
            : $"; a newer one, {newer.Id}, is {newer.PlatformState}";
        return $"{what}{age}{then}";
    }

    private static string Why(Deployment deployment) =>
        Display.OneLine(deployment.ErrorMessage ?? deployment.ErrorCode, 120) is { Length: > 0 } why ? $" ({why.TrimEnd('.')})" : "";

    /// <summary>The deployment whose own address it is; otherwise what is in production.</summary>
    private static async Task<Deployment?> TestedAsync(
        XmrtConnection connection,
        Uri url,
        VercelProject project,
        List<Deployment> newest,
        INotices notices,
        CancellationToken cancellation)
    {
        if (url.IdnHost.EndsWith(".vercel.app", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return await DeploymentReader.FindAsync(connection, url.IdnHost, project, notices, cancellation);
            }
            catch (XmrtException missing) when (missing.ErrorId is "NotFound" or "DeploymentOfAnotherProject")
            {
                notices.Warn($"{url.IdnHost} is no address of Vercel's project {connection.Vercel.Project}; "
                    + "what is in production there may be another frontend.");
            }
        }

        return project.Targets?.Production?.Id is not { } current ? null
            : newest.Find(deployment => deployment.Id == current)
                ?? await DeploymentReader.FindAsync(connection, current, project, notices, cancellation);
    }
}
