namespace XmrtOps.Sandbox.Server;

/// <summary>What a program that has ended said.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The last lines of what it said, errors preferred, for messages.</summary>
    public string Complaint => (Error.Length > 0 ? Error : Output).Trim();
}
