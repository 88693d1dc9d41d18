namespace XmrtOps.Frontend;

/// <summary>Which build's log is wanted, and how much of it.</summary>
/// <param name="Id">Identifier, address or host name; null: the newest production build's.</param>
/// <param name="Tail">The last lines only; null: all.</param>
/// <param name="Follow">Goes on with new lines until the build ends.</param>
internal sealed record DeploymentLogRequest(string? Id, int? Tail, bool Follow);
