namespace XmrtOps.Authentication;

/// <summary>A column of a table with policies.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as SQL writes it.</param>
/// <param name="Default">The default's expression, or null.</param>
/// <param name="Identity">'a' for ALWAYS, 'd' for BY DEFAULT, empty for none.</param>
/// <param name="IsGenerated">It is computed from others.</param>
internal sealed record PolicyColumn(string Name, string Type, string? Default, string Identity, bool IsGenerated)
{
    /// <summary>Its values come from a sequence, which no rollback moves back.</summary>
    public bool HasSequence => Identity.Length > 0 || Default?.Contains("nextval(", StringComparison.Ordinal) == true;
}
