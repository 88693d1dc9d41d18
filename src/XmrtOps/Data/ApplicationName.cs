namespace XmrtOps.Data;

/// <summary>How our sessions show in pg_stat_activity.</summary>
internal static class ApplicationName
{
    /// <summary>The module and its version, such as <c>XmrtOps/0.1.0</c>.</summary>
    public static readonly string Module =
        $"XmrtOps/{typeof(ApplicationName).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>With the command, such as <c>XmrtOps/0.1.0 (Get-XmrtSlowQuery)</c>; fit for a quoted SQL literal.</summary>
    public static string Of(string command) =>
        $"{Module} ({new string([.. command.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')])})";
}
