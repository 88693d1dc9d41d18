namespace XmrtOps.Database.Tables;

/// <summary>How far a sequence is that feeds a column.</summary>
/// <param name="Column">Column, without quotes.</param>
/// <param name="ColumnType">Its type, such as integer.</param>
/// <param name="Sequence">The sequence, as SQL writes it.</param>
/// <param name="EndsAt">The last number that fits both the sequence and the column.</param>
/// <param name="StandsAt">The number drawn last; null when unknown or when there was none.</param>
internal sealed record SequenceUse(
    string Column, string ColumnType, string Sequence, long EndsAt, long? StandsAt)
{
    /// <summary>Used part of the range, 0 to 100; null when unknown.</summary>
    public double? UsedPercent => StandsAt is { } at ? Math.Max(0, 100 * (at / (double)EndsAt)) : null;
}
