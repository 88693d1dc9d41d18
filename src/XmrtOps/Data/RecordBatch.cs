namespace XmrtOps.Data;

/// <summary>
/// Records of a stream that were read together, and are handed on together: for millions of rows each step between
/// reader and pipeline costs as much as reading the row.
/// </summary>
/// <param name="Records">Up to <see cref="Size"/> of them.</param>
internal sealed record RecordBatch(IReadOnlyList<object?> Records)
{
    public const int Size = 256;
}
