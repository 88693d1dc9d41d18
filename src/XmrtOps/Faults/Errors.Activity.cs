using System.Globalization;

namespace XmrtOps.Faults;

/// <summary>Conditions of looking at sessions and of ending them.</summary>
internal static partial class Errors
{
    public static XmrtException BackendNotFound(string target, int[] processIds)
    {
        string pids = string.Join(", ", processIds.Select(pid => pid.ToString(CultureInfo.InvariantCulture)));
        return new(
            "BackendNotFound",
            ErrorKind.ObjectNotFound,
            $"{target} has no process {pids}: the session has ended, or there never was one.",
            "Get-XmrtActivity -All lists the sessions that there are.",
            processIds);
    }

    public static XmrtException OwnBackend(string target, int processId) => new(
        "OwnBackend",
        ErrorKind.InvalidArgument,
        string.Create(
            CultureInfo.InvariantCulture, $"Process {processId} of {target} is the session that this command itself runs in."),
        "Get-XmrtActivity lists the sessions of others.",
        processId);
}
