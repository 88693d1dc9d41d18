namespace XmrtOps.Sandbox.Vercel;

/// <summary>A member of the team.</summary>
/// <param name="Id">Vercel's id of the account.</param>
/// <param name="UserName">Name in addresses.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Email">Address.</param>
public sealed record VercelUser(string Id, string UserName, string Name, string Email);
