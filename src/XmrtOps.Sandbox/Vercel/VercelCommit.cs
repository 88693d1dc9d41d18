namespace XmrtOps.Sandbox.Vercel;

/// <summary>What a deployment was built from.</summary>
/// <param name="Sha">40 hexadecimal digits.</param>
/// <param name="Branch">Branch at the time.</param>
/// <param name="Message">Its message.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record VercelCommit(string Sha, string Branch, string Message, VercelUser Author)
{
    /// <summary>False for the files of a folder that is in no repository: all of it is empty then.</summary>
    public bool Exists => Sha.Length > 0;
}
