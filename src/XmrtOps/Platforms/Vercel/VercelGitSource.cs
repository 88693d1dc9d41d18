using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>The commit that a deployment is built from.</summary>
internal sealed record VercelGitSource
{
    /// <summary>github, gitlab, bitbucket.</summary>
    public string? Type { get; init; }

    /// <summary>The repository's number or name, as its host has it.</summary>
    [JsonConverter(typeof(LooseText))]
    public string? RepoId { get; init; }

    /// <summary>Branch, tag or commit.</summary>
    public string? Ref { get; init; }

    public string? Sha { get; init; }

    public string? Org { get; init; }

    public string? Repo { get; init; }
}
