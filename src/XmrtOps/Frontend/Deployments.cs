using XmrtOps.Platforms;
using XmrtOps.Platforms.Vercel;
using XmrtOps.State;

namespace XmrtOps.Frontend;

/// <summary>Makes records of what Vercel says of deployments.</summary>
internal static class Deployments
{
    public const string Production = "production";
    public const string Preview = "preview";

    /// <summary>The states by the words that Vercel has for them.</summary>
    public static DeploymentState StateOf(string? word) =>
        word is not null && word.All(char.IsAsciiLetter) && Enum.TryParse(word, ignoreCase: true, out DeploymentState state)
            ? state
            : DeploymentState.Unknown;

    public static string WordOf(DeploymentState state) => state.ToString().ToUpperInvariant();

    public static Deployment Of(string connection, VercelDeployment found, VercelProject? project)
    {
        DeploymentState state = StateOf(found.Status);
        string target = found.Target is { Length: > 0 } named ? named : Preview;
        string? current = project?.Targets?.Production?.Id;
        string id = found.DeploymentId ?? "";
        return new Deployment
        {
            Connection = connection,
            Id = id,
            Url = found.Url is { Length: > 0 } host && Uri.TryCreate($"https://{host}", UriKind.Absolute, out Uri? url) ? url : null,
            State = state,
            PlatformState = found.Status,
            Target = target,
            IsCurrent = project is null ? null : current is not null && current == id,
            IsRollbackCandidate = IsRollbackCandidate(found, state, target, project),
            CreatedAt = found.MadeAt,
            ReadyAt = state == DeploymentState.Ready ? found.Ready : null,
            CommitSha = Meta(found, "CommitSha") ?? found.GitSource?.Sha,
            CommitMessage = Text(Meta(found, "CommitMessage")),
            Branch = Text(Meta(found, "CommitRef") ?? found.GitSource?.Ref),
            Creator = found.Creator?.Username ?? found.Creator?.Uid,
            Source = found.Source,
            BuildDurationSeconds = Seconds(found.BuildingAt, state switch
            {
                DeploymentState.Ready => found.Ready,
                DeploymentState.Error => found.BuildErrorAt,
                DeploymentState.Canceled => found.CanceledAt,
                _ => null,
            }),
            ErrorCode = found.ErrorCode ?? found.AliasError?.Code,
            ErrorMessage = Text(found.ErrorMessage ?? found.AliasError?.Message),
            AliasAssigned = found.AliasAssigned,
            IsStaged = found.ReadySubstate is { } substate ? substate == "STAGED" : null,
        };
    }

    /// <summary>
    /// What one can go back to was production and is older than what is. "Not the current one" is not enough: after a rollback
    /// that would be the deployment that was rolled back.
    /// </summary>
    private static bool? IsRollbackCandidate(
        VercelDeployment found, DeploymentState state, string target, VercelProject? project)
    {
        if (target != Production || state != DeploymentState.Ready || found.IsRollbackCandidate == false
            || found.ReadySubstate is not (null or "PROMOTED"))
        {
            return false;
        }

        if (project is null || found.IsRollbackCandidate is null)
        {
            return null;
        }

        // The project tells when the current one was made; without a current one there is nothing to go back from.
        return project.Targets?.Production is not { } current ? false
            : current.Id == found.DeploymentId ? false
            : current.CreatedAt is { } since && found.MadeAt is { } made ? made < since : null;
    }

    /// <summary>A value of the commit, whichever host its repository has: githubCommitSha, gitlabCommitSha.</summary>
    private static string? Meta(VercelDeployment found, string ending) => found.Meta?
        .Where(pair => pair.Key.EndsWith(ending, StringComparison.Ordinal) && pair.Value.Length > 0)
        .Select(pair => pair.Value)
        .FirstOrDefault();

    /// <summary>Written by others: what acts on a terminal, and what looks like a secret, is left out.</summary>
    private static string? Text(string? text) => text is null ? null : SecretText.MaskIn(TerminalText.Plain(text));

    private static double? Seconds(DateTimeOffset? from, DateTimeOffset? until) =>
        from is { } began && until is { } ended && ended >= began ? Math.Round((ended - began).TotalSeconds, 3) : null;
}
