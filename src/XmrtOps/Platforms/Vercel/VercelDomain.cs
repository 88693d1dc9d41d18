using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A domain of the project.</summary>
internal sealed record VercelDomain
{
    public string? Name { get; init; }

    public string? ApexName { get; init; }

    /// <summary>False: it leads nowhere until its owner has proved that it is theirs.</summary>
    public bool? Verified { get; init; }

    public string? Redirect { get; init; }

    public string? GitBranch { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? CreatedAt { get; init; }
}
