namespace XmrtOps.Faults;

/// <summary>Conditions of naming and looking at what is in a database.</summary>
internal static partial class Errors
{
    public static XmrtException InvalidRelationName(string text) => new(
        "InvalidRelationName",
        ErrorKind.InvalidArgument,
        $"'{text}' is no name of a table or index.",
        "Write name or schema.name; in double quotes where a part holds a dot: '\"my.schema\".t'.",
        text);
}
