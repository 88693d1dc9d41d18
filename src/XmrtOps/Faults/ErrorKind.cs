namespace XmrtOps.Faults;

/// <summary>What sort of failure a condition is; Cmdlets/ErrorRecords.cs maps it to a category of PowerShell's.</summary>
internal enum ErrorKind
{
    InvalidArgument,
    ObjectNotFound,
    ConnectionFailed,
    AuthenticationFailed,
    PermissionDenied,
    SecurityRefused,
    TimedOut,
    Busy,
    LimitReached,
    InvalidData,
    InvalidState,
    NotInstalled,
    WriteFailed,
}
