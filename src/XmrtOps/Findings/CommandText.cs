namespace XmrtOps.Findings;

/// <summary>Writes commands that are to be pasted.</summary>
internal static class CommandText
{
    /// <summary>A value as an argument: in PowerShell's quotes where it needs them.</summary>
    public static string Argument(string value) =>
        value.Length > 0 && value[0] != '-' && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? value
            : $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
