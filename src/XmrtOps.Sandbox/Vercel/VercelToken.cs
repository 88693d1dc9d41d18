namespace XmrtOps.Sandbox.Vercel;

/// <summary>An access token.</summary>
public sealed class VercelToken
{
    internal VercelToken(string value, VercelUser user, VercelRights rights, DateTimeOffset? expiresAt)
    {
        Value = value;
        User = user;
        Rights = rights;
        ExpiresAt = expiresAt;
    }

    /// <summary>The token itself.</summary>
    public string Value { get; }

    /// <summary>Whose it is.</summary>
    public VercelUser User { get; }

    /// <summary>What it may do.</summary>
    public VercelRights Rights { get; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Whether it was withdrawn.</summary>
    public bool IsRevoked { get; internal set; }

    /// <summary>Its owner, never the token.</summary>
    public override string ToString() => $"token of {User.UserName}";

    internal bool IsValidAt(DateTimeOffset now) => !IsRevoked && (ExpiresAt is null || now < ExpiresAt);
}
