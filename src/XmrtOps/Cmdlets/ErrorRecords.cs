using System.Management.Automation;
using XmrtOps.Faults;

namespace XmrtOps.Cmdlets;

/// <summary>Turns what failed below the cmdlets into PowerShell's error records.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(Exception exception, object? target = null)
    {
        XmrtException fault = exception as XmrtException ?? Errors.Unexpected(exception);
        return new ErrorRecord(fault, fault.ErrorId, CategoryOf(fault.Kind), fault.Target ?? target)
        {
            ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Remedy },
        };
    }

    private static ErrorCategory CategoryOf(ErrorKind kind) => kind switch
    {
        ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
        ErrorKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
        ErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        ErrorKind.AuthenticationFailed => ErrorCategory.AuthenticationError,
        ErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
        ErrorKind.SecurityRefused => ErrorCategory.SecurityError,
        ErrorKind.TimedOut => ErrorCategory.OperationTimeout,
        ErrorKind.Busy => ErrorCategory.ResourceBusy,
        ErrorKind.LimitReached => ErrorCategory.LimitsExceeded,
        ErrorKind.InvalidData => ErrorCategory.InvalidData,
        ErrorKind.NotInstalled => ErrorCategory.NotInstalled,
        ErrorKind.WriteFailed => ErrorCategory.WriteError,
        _ => ErrorCategory.InvalidOperation,
    };
}
