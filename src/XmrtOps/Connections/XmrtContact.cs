namespace XmrtOps.Connections;

/// <summary>Whom to turn to for a kind of trouble.</summary>
public sealed record XmrtContact
{
    /// <summary>The kind of trouble, in the runbook's words.</summary>
    public required string Topic { get; init; }

    /// <summary>Who; null while nobody is named.</summary>
    public string? Name { get; init; }

    /// <summary>A mail address, telephone number or channel; null while nobody is named.</summary>
    public string? Address { get; init; }

    /// <summary>Who says so: "Runbook", or the profile's name.</summary>
    public required string Source { get; init; }

    /// <summary>This one has the shift at the time asked for; null where there are no shifts.</summary>
    public bool? IsOnCallNow { get; init; }

    /// <summary>End of that shift, in the rotation's own time zone.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What else to know: who is next, or which command names somebody.</summary>
    public string? Note { get; init; }
}
