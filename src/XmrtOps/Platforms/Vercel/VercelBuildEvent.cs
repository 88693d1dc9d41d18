using System.Text.Json.Serialization;

namespace XmrtOps.Platforms.Vercel;

/// <summary>A line of a build's log, or a step of the build. There is a flat form, and an older one with a payload.</summary>
internal sealed record VercelBuildEvent
{
    public string? Id { get; init; }

    /// <summary>Orders events of one moment.</summary>
    public string? Serial { get; init; }

    /// <summary>command, stdout, stderr, exit, deployment-state, fatal and others.</summary>
    public string? Type { get; init; }

    /// <summary>error, warning, or null.</summary>
    public string? Level { get; init; }

    [JsonConverter(typeof(EpochMilliseconds))]
    public DateTimeOffset? Created { get; init; }

    public string? DeploymentId { get; init; }

    public string? Text { get; init; }

    public EventInfo? Info { get; init; }

    public EventPayload? Payload { get; init; }

    /// <summary>What it says, without a terminal's control sequences.</summary>
    [JsonIgnore]
    public string Line => TerminalText.Plain(Text ?? Payload?.Text);

    /// <summary>State that the deployment has come to.</summary>
    [JsonIgnore]
    public string? ReadyState => Info?.ReadyState ?? Payload?.Info?.ReadyState;

    /// <summary>The part of a build that an event belongs to.</summary>
    internal sealed record EventInfo
    {
        public string? Type { get; init; }

        public string? Name { get; init; }

        public string? Entrypoint { get; init; }

        public string? Path { get; init; }

        public string? Step { get; init; }

        public string? ReadyState { get; init; }
    }

    /// <summary>What the older form holds.</summary>
    internal sealed record EventPayload
    {
        public string? Text { get; init; }

        public string? DeploymentId { get; init; }

        public EventInfo? Info { get; init; }
    }
}
