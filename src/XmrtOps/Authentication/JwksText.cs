namespace XmrtOps.Authentication;

/// <summary>A set of keys as it was read, or why it could not be had.</summary>
/// <param name="Json">The set; null when it could not be had.</param>
/// <param name="Fault">Why not, as a clause; null when it was.</param>
internal sealed record JwksText(string? Json, string? Fault);
