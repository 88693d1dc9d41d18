namespace XmrtOps.Shell.Arguments;

/// <summary>How the output objects are written to standard output.</summary>
internal enum OutputFormat
{
    /// <summary>As PowerShell shows them, with the module's views.</summary>
    Text,

    /// <summary>As one JSON array.</summary>
    Json,
}
