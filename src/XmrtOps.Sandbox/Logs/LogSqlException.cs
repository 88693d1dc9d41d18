namespace XmrtOps.Sandbox.Logs;

/// <summary>What a log query is refused for, with the engine's number of that condition.</summary>
internal sealed class LogSqlException(int code, string message) : Exception(message)
{
    public int Code => code;

    public static LogSqlException Syntax(LogSqlToken at) => new(
        62,
        at.Kind == LogSqlTokenKind.End
            ? $"Syntax error: failed at position {at.Position} (end of query)"
            : $"Syntax error: failed at position {at.Position} ('{at.Text}')");

    public static LogSqlException UnknownIdentifier(string name) =>
        new(47, $"Unknown expression or function identifier '{name}' in scope of table logs");

    public static LogSqlException UnknownFunction(string name) => new(46, $"Function with name '{name}' does not exist");

    public static LogSqlException ArgumentCount(string function, int given) =>
        new(42, $"Number of arguments for function {function} doesn't match: passed {given}");

    public static LogSqlException ArgumentType(string function, LogSqlType type) =>
        new(43, $"Illegal type {LogSqlTypes.Name(type)} of argument of function {function}");

    public static LogSqlException Types(string operation, LogSqlType left, LogSqlType right) => new(
        386, $"There is no supertype for types {LogSqlTypes.Name(left)}, {LogSqlTypes.Name(right)} of function {operation}");

    public static LogSqlException Unparsable(string text, string what) => new(41, $"Cannot parse {what} from '{text}'");

    public static LogSqlException NotAllowed(string message) => new(164, message);
}
