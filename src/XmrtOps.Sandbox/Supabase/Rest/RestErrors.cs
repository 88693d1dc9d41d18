using System.Globalization;
using System.Text.Json;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What the REST service itself refuses, by its own codes.</summary>
internal static class RestErrors
{
    private const string Challenge = "WWW-Authenticate";

    public static RestException Unreachable(string details) => new(503, "PGRST000", "Database connection error.", details);

    public static RestException ConnectionLost(string details) =>
        new(503, "PGRST001", "Database client error. Retrying the connection.", details);

    public static RestException NoSchemaCache() =>
        new(503, "PGRST002", "Could not query the database for the schema cache. Retrying.");

    public static RestException NoFreeConnection() =>
        new(504, "PGRST003", "Timed out acquiring connection from connection pool.");

    public static RestException Unreadable(string message, string details) => new(400, "PGRST100", message, details);

    public static RestException WrongMethodOfFunction(string method) =>
        new(405, "PGRST101", $"Cannot use the {method} method on RPC");

    public static RestException BadBody(string message) => new(400, "PGRST102", message);

    public static RestException BadRange(string details) =>
        new(416, "PGRST103", "Requested range not satisfiable", details);

    public static RestException OffsetTooLarge(long offset, long total) => BadRange(string.Create(
        CultureInfo.InvariantCulture, $"An offset of {offset} was requested, but there are only {total} rows."));

    public static RestException SchemaNotExposed(string schema, IEnumerable<string> exposed) => new(
        406,
        "PGRST106",
        $"Invalid schema: {schema}",
        hint: $"Only the following schemas are exposed: {string.Join(", ", exposed)}");

    public static RestException NoSuchMediaType(string accept) =>
        new(406, "PGRST107", $"None of these media types are available: {accept}");

    public static RestException NotEmbedded(string relation) => new(
        400,
        "PGRST108",
        $"'{relation}' is not an embedded resource in this request",
        hint: $"Verify that '{relation}' is included in the 'select' query parameter.");

    public static RestException BadResponseHeaders() => new(
        500,
        "PGRST111",
        "response.headers guc must be a JSON array composed of objects with a single key and a string value");

    public static RestException BadResponseStatus() =>
        new(500, "PGRST112", "response.status guc must be a valid status code");

    public static RestException NotSingle(long rows) => new(
        406,
        "PGRST116",
        "Cannot coerce the result to a single JSON object",
        string.Create(CultureInfo.InvariantCulture, $"The result contains {rows} rows"));

    public static RestException UnknownMethod(string method) =>
        new(405, "PGRST117", $"Unsupported HTTP method: {method}");

    public static RestException UnreadableRaise(string details, string hint) =>
        new(500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", details, hint);

    public static RestException BadPreferences(IEnumerable<string> preferences) => new(
        400,
        "PGRST122",
        "Invalid preferences given with handling=strict",
        $"Invalid preferences: {string.Join(", ", preferences)}");

    public static RestException NoAggregates() => new(400, "PGRST123", "Use of aggregate functions is not allowed");

    public static RestException TooManyAffected(long rows) => new(
        400,
        "PGRST124",
        "Query result exceeds max-affected preference constraint",
        string.Create(CultureInfo.InvariantCulture, $"The query affects {rows} rows"));

    public static RestException NoSuchPath() => new(404, "PGRST125", "Invalid path specified in request URL");

    public static RestException NoRootMetadata() => new(404, "PGRST126", "Root endpoint metadata is disabled");

    public static RestException NotImplemented(string details) => new(400, "PGRST127", "Feature not implemented", details);

    public static RestException NoRelationship(string schema, string parent, string child) => new(
        400,
        "PGRST200",
        $"Could not find a relationship between '{parent}' and '{child}' in the schema cache",
        $"Searched for a foreign key relationship between '{parent}' and '{child}' in the schema '{schema}', but no matches were found.");

    public static RestException NoFunction(string schema, string name, IReadOnlyList<string> arguments, string? nearest)
    {
        var list = arguments.Count == 0 ? " without parameters" : $"({string.Join(", ", arguments)})";
        var searched = arguments.Count switch
        {
            0 => " without parameters",
            1 => $" with parameter {arguments[0]}",
            _ => $" with parameters {string.Join(", ", arguments)}",
        };
        return new RestException(
            404,
            "PGRST202",
            $"Could not find the function {schema}.{name}{list} in the schema cache",
            $"Searched for the function {schema}.{name}{searched}, but no matches were found in the schema cache.",
            nearest is null ? null : $"Perhaps you meant to call the function {schema}.{nearest}");
    }

    public static RestException AmbiguousFunction(IEnumerable<string> signatures) => new(
        300,
        "PGRST203",
        $"Could not choose the best candidate function between: {string.Join(", ", signatures)}",
        hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved");

    public static RestException NoColumn(string table, string column) =>
        new(400, "PGRST204", $"Could not find the '{column}' column of '{table}' in the schema cache");

    public static RestException NoTable(string schema, string table, string? nearest) => new(
        404,
        "PGRST205",
        $"Could not find the table '{schema}.{table}' in the schema cache",
        hint: nearest is null ? null : $"Perhaps you meant the table '{schema}.{nearest}'");

    /// <summary>The token cannot be decoded, or no trusted key has signed it.</summary>
    public static RestException BadToken(string message, string? details = null) => Token("PGRST301", message, details);

    public static RestException AnonymousIsDisabled() => new(401, "PGRST302", "Anonymous access is disabled")
    {
        Headers = new Dictionary<string, string> { [Challenge] = "Bearer" },
    };

    /// <summary>The token is genuine, and its claims are not good.</summary>
    /// <param name="message">What is wrong with them.</param>
    /// <param name="isOlder">Whether it is answered as up to version 12: with the code of a bad token.</param>
    public static RestException BadClaims(string message, bool isOlder) =>
        Token(isOlder ? "PGRST301" : "PGRST303", message, details: null);

    private static RestException Token(string code, string message, string? details) => new(401, code, message, details)
    {
        Headers = new Dictionary<string, string>
        {
            [Challenge] = $"Bearer error=\"invalid_token\", error_description={JsonSerializer.Serialize(message)}",
        },
    };
}
