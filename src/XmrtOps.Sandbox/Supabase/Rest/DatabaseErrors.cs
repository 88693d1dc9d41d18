using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>What PostgreSQL refuses, with the status that the REST service gives to its SQLSTATE.</summary>
internal static class DatabaseErrors
{
    private const int LeastStatus = 100;
    private const int LargestStatus = 999;

    /// <param name="error">The server's error.</param>
    /// <param name="isAnonymous">Whether the role is that of callers without a token: they have to show one first.</param>
    public static RestException Of(PostgresException error, bool isAnonymous)
    {
        if (error.SqlState == "PGRST") return Raised(error);

        var status = StatusOf(error, isAnonymous);
        return new RestException(status, error.SqlState, error.MessageText, Text(error.Detail), error.Hint)
        {
            Headers = status == 401
                ? new Dictionary<string, string> { ["WWW-Authenticate"] = "Bearer" }
                : new Dictionary<string, string>(),
        };
    }

    private static int StatusOf(PostgresException error, bool isAnonymous) => error.SqlState switch
    {
        "42501" => isAnonymous ? 401 : 403,
        "23503" or "23505" => 409,
        "25006" => 405,
        "21000" => error.MessageText.EndsWith("requires a WHERE clause", StringComparison.Ordinal) ? 400 : 500,
        "22023" => IsUnknownRole(error.MessageText) ? 401 : 400,
        "42883" => error.MessageText.StartsWith("function xmlagg(", StringComparison.Ordinal) ? 406 : 404,
        "42P01" => 404,
        "42P17" => 500,
        "P0001" => 400,
        "57P01" => 503,
        "53400" => 500,
        ['P', 'T', .. var digits] => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= LeastStatus and <= LargestStatus ? status : 500,
        _ => StatusOfClass(error.SqlState),
    };

    private static int StatusOfClass(string state) => (state.Length < 2 ? state : state[..2]) switch
    {
        "08" or "53" => 503,
        "0L" or "0P" or "28" => 403,
        "09" or "25" or "2D" or "38" or "39" or "3B" or "40" or "54" or "55" or "57" or "58" => 500,
        "F0" or "HV" or "P0" or "XX" => 500,
        _ => 400,
    };

    private static bool IsUnknownRole(string message) =>
        message.StartsWith("role", StringComparison.Ordinal) && message.EndsWith("does not exist", StringComparison.Ordinal);

    // RAISE SQLSTATE 'PGRST' says the whole answer: its body in the message, its status and headers in the detail.
    private static RestException Raised(PostgresException error)
    {
        const string bodyHint =
            "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'.";
        const string detailHint =
            "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and optional key: 'status_text'.";
        if (Parse(error.MessageText) is not { } body || body.Text("code") is not { } code || body.Text("message") is not { } message)
        {
            return RestErrors.UnreadableRaise($"Invalid JSON value for MESSAGE: '{error.MessageText}'", bodyHint);
        }

        if (error.Detail is null) return RestErrors.UnreadableRaise("DETAIL is missing in the RAISE statement", detailHint);
        if (Parse(error.Detail) is not { } detail
            || detail.Number("status") is not (>= LeastStatus and <= LargestStatus and var status)
            || detail["headers"] is not JsonObject headers)
        {
            return RestErrors.UnreadableRaise($"Invalid JSON value for DETAIL: '{error.Detail}'", detailHint);
        }

        return new RestException((int)status, code, message, body["details"], body.Text("hint"))
        {
            Headers = headers.ToDictionary(
                header => HeaderText.Of(header.Key), header => HeaderText.Of($"{header.Value}"), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonValue? Text(string? text) => text is null ? null : JsonValue.Create(text);
}
