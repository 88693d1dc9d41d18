namespace XmrtOps.Conversations;

/// <summary>A column, as far as it says what a row has to look like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">As PostgreSQL writes it; of a domain, what that is made of.</param>
/// <param name="IsRequired">A row has to give it a value.</param>
/// <param name="IsGenerated">A row may give it none.</param>
internal sealed record TableColumn(string Name, string Type, bool IsRequired, bool IsGenerated);
