using XmrtOps.Faults;

namespace XmrtOps.Retention.Archives;

/// <summary>Why an archive cannot be written or read, in the module's conditions.</summary>
internal static class ArchiveFaults
{
    // What a full disk and a full quota are to the platforms.
    private const int UnixDiskFull = 28;
    private const int LinuxQuotaFull = 122;
    private const int MacQuotaFull = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsKnown(Exception exception) => exception is IOException or UnauthorizedAccessException;

    public static XmrtException Unwritable(Exception exception, string path) =>
        Errors.ArchiveUnwritable(path, Reason(exception), exception);

    public static string Reason(Exception exception) => exception switch
    {
        IOException { HResult: UnixDiskFull or WindowsDiskFull } => "the disk is full",
        IOException { HResult: LinuxQuotaFull or MacQuotaFull } => "the quota is used up",
        UnauthorizedAccessException => "this user may not write or read there",
        _ => exception.Message.TrimEnd('.'),
    };
}
