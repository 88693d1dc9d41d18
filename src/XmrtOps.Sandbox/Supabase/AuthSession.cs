namespace XmrtOps.Sandbox.Supabase;

/// <summary>What a browser holds of a signed-in user.</summary>
/// <param name="AccessToken">The JWT that it sends.</param>
/// <param name="RefreshToken">What it gets the next one with, once.</param>
/// <param name="ExpiresAt">When the JWT's time is over.</param>
internal sealed record AuthSession(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt)
{
    /// <summary>Never a token.</summary>
    public override string ToString() => $"until {ExpiresAt:O}";
}
