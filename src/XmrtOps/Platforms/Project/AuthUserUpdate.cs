namespace XmrtOps.Platforms.Project;

/// <summary>What is to change of a user; null leaves as it is.</summary>
internal sealed record AuthUserUpdate
{
    /// <summary>A duration as Go writes it (24h, 876000h; there are no days), or none.</summary>
    public string? BanDuration { get; init; }

    /// <summary>A secret. Setting it ends all sessions of the user.</summary>
    public string? Password { get; init; }

    public string? Role { get; init; }

    /// <summary>Not the password: records print all they hold.</summary>
    public override string ToString() => nameof(AuthUserUpdate);
}
