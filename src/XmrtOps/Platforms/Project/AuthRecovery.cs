namespace XmrtOps.Platforms.Project;

/// <summary>Whom to send a mail to.</summary>
/// <param name="Email">The address.</param>
internal sealed record AuthRecovery(string Email);
