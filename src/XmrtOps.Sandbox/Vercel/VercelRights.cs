namespace XmrtOps.Sandbox.Vercel;

/// <summary>What a token may do.</summary>
public enum VercelRights
{
    /// <summary>Everything in the team.</summary>
    Full,

    /// <summary>Read the team's projects, without decrypted values; change nothing.</summary>
    Viewer,

    /// <summary>Nothing in the team: its owner is no member.</summary>
    Outsider,
}
