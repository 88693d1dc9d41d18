using XmrtOps.Data;

namespace XmrtOps.Functions;

/// <summary>Which errors are wanted.</summary>
/// <param name="From">First instant.</param>
/// <param name="Until">The end, itself not included.</param>
/// <param name="Function">Names of functions; null for all.</param>
/// <param name="Page">Which part of the list.</param>
internal sealed record TopErrorQuery(DateTimeOffset From, DateTimeOffset Until, Wildcard? Function, Page Page)
{
    /// <summary>Rows that each source has to give, so that the part is right when all are merged.</summary>
    public long? RowsOfEach => Page.Count is { } count ? Page.Skip + count : null;
}
