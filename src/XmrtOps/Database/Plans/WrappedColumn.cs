namespace XmrtOps.Database.Plans;

/// <summary>A column that a condition does not compare as it is.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Expression">What is compared in its place, without the table's alias.</param>
/// <param name="IsCast">Nothing but its type is changed.</param>
internal sealed record WrappedColumn(string Column, string Type, string Expression, bool IsCast);
