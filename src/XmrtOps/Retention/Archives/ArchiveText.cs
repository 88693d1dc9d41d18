using XmrtOps.Data;

namespace XmrtOps.Retention.Archives;

/// <summary>How values are written as text, and read back: the same whatever the role, database or server prefers.</summary>
internal static class ArchiveText
{
    private const string Settings =
        """
        SELECT set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true),
               set_config('bytea_output', 'hex', true),
               set_config('extra_float_digits', '1', true), set_config('lc_monetary', 'C', true),
               set_config('xmloption', 'content', true)
        """;

    /// <summary>Until the end of the transaction. Not the time zone: timestamps carry theirs as text, and by the server's
    /// own a cutoff is compared with those that have none.</summary>
    public static Task SetAsync(DatabaseTransaction transaction, CancellationToken cancellation) =>
        transaction.ExecuteAsync(Settings, [], cancellation);
}
