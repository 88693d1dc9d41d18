namespace XmrtOps.Sandbox.Vercel;

/// <summary>What a deployment was built from.</summary>
/// <param name="Sha">40 hexadecimal digits.</param>
/// <param name="Branch">Branch at the time.</param>
/// <param name="Message">Its message.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record VercelCommit(string Sha, string Branch, string Message, VercelUser Author);
