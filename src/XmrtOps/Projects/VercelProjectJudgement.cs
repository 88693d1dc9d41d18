using XmrtOps.Findings;
using XmrtOps.Health;

namespace XmrtOps.Projects;

/// <summary>What is wrong with a project at Vercel.</summary>
internal static class VercelProjectJudgement
{
    public static IEnumerable<Finding> Of(ProjectOverview overview)
    {
        VercelProjectState state = overview.Vercel;
        if (state.IsPaused == true)
        {
            yield return new Finding
            {
                Code = "VercelProjectPaused",
                Severity = Severity.Critical,
                Reason = "the Vercel project is paused: its site answers 503 DEPLOYMENT_PAUSED",
                Remedy = $"Resume it: Vercel dashboard, {state.Name}, Settings, General; a spending limit pauses projects, too.",
            };
        }

        if (state.IsPinned == true)
        {
            string who = state.PinnedBy is { } user ? $" since {user} rolled back" : "";
            string when = state.PinnedAt is { } at ? $" ({HealthWords.Since(at, overview.MeasuredAt)})" : "";
            string why = state.PinnedReason is { } reason ? $": {reason}" : "";
            yield return new Finding
            {
                Code = "ProductionPinned",
                Severity = Severity.Warning,
                Reason = $"production is pinned{who}{when}{why}; new builds do not go live",
                Remedy = "Once the fix is built, promote it: Start-XmrtDeployment <id> -Promote; that ends the pin.",
                Evidence = ProjectJudgement.Evidence(
                    ("PinnedBy", state.PinnedBy), ("PinnedAt", state.PinnedAt), ("ProductionDeploymentId", state.ProductionDeploymentId)),
            };
        }

        // Of a project that was not asked nothing is known.
        if (state.Id is not null && state.ProductionDeploymentId is null)
        {
            yield return new Finding
            {
                Code = "NothingInProduction",
                Severity = Severity.Critical,
                Reason = "no deployment is in production: the domains lead nowhere",
                Remedy = ProjectJudgement.Command(overview, "Get-XmrtDeployment -Target Production") + ", then Start-XmrtDeployment <id> -Promote of one that is ready.",
            };
        }
        else if (state.ProductionState is not (null or "READY"))
        {
            yield return new Finding
            {
                Code = "ProductionNotReady",
                Severity = Severity.Critical,
                Reason = $"the production deployment {state.ProductionDeploymentId} is {state.ProductionState}",
                Remedy = ProjectJudgement.Command(overview, $"Get-XmrtDeploymentLog {state.ProductionDeploymentId}"),
            };
        }

        if (state.LatestBuildState == "ERROR" && state.LatestBuildId != state.ProductionDeploymentId)
        {
            string when = state.LatestBuildCreatedAt is { } at ? $" of {HealthWords.Since(at, overview.MeasuredAt)}" : "";
            string why = state.LatestBuildError is { } error ? $": {error}" : "";
            yield return new Finding
            {
                Code = "LatestBuildFailed",
                Severity = Severity.Warning,
                Reason = $"the newest production build{when} failed{why}; the site still shows the deployment before it",
                Remedy = ProjectJudgement.Command(overview, $"Get-XmrtDeploymentLog {state.LatestBuildId}"),
                Evidence = ProjectJudgement.Evidence(
                    ("DeploymentId", state.LatestBuildId), ("State", state.LatestBuildState), ("CreatedAt", state.LatestBuildCreatedAt)),
            };
        }

        foreach (ProjectDomain domain in (state.Domains ?? []).Where(domain => domain.IsVerified == false))
        {
            yield return new Finding
            {
                Code = "DomainNotVerified",
                Severity = domain.GitBranch is null ? Severity.Critical : Severity.Warning,
                Reason = $"the domain {domain.Name} is not verified, and leads nowhere",
                Remedy = $"Set the TXT record that the Vercel dashboard shows for {domain.Name} (Settings, Domains).",
                Evidence = ProjectJudgement.Evidence(("Domain", domain.Name)),
            };
        }
    }
}
