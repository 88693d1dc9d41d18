using System.Text;
using System.Text.Json;

namespace XmrtOps.Platforms.Supabase;

/// <summary>Reads rows straight from the bytes: a page has a thousand of them, and an export a hundred pages. A converter of
/// the serializer's would have each row scanned twice. One for each page: rows of a page are much alike, and what a row
/// says in the words of the row before is not made again.</summary>
internal sealed class LogRowReader
{
    // Rows of one log have the same keys: those that are known to come often are not made for every row.
    private static readonly (byte[] Utf8, string Key)[][] s_keys = ByLength(
    [
        "id", "timestamp", "source", "event_message", "log_attributes", "level", "event_type", "function_id", "execution_id",
        "execution_time_ms", "deployment_id", "version", "project_ref", "identifier", "status", "path", "msg", "error",
        "response.status_code", "response.origin_time", "response.headers.x_sb_edge_region", "request.method", "request.path",
        "request.pathname", "request.search", "request.url", "parsed.error_severity", "parsed.sql_state_code", "parsed.user_name",
    ]);

    private readonly List<string> _before = [];
    private string _source = "";

    /// <summary>Reads a row; the reader is at its beginning, and at its end afterwards.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public LogRow Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        string? id = null, timestamp = null, source = null, message = null;
        Dictionary<string, string>? attributes = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = Known(ref reader);
            reader.Read();
            switch (key)
            {
                case "id":
                    id = Text(ref reader);
                    break;
                case "timestamp":
                    timestamp = Text(ref reader);
                    break;
                case "source":
                    source = _source = Text(ref reader, _source);
                    break;
                case "event_message":
                    message = Text(ref reader);
                    break;
                case "log_attributes" when reader.TokenType == JsonTokenType.StartObject:
                    attributes = ReadAttributes(ref reader);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Without these two no page can be asked for that comes after it.
        return id is null || timestamp is null
            ? throw new JsonException()
            : new LogRow(id, timestamp, source ?? "", message ?? "", attributes ?? []);
    }

    private Dictionary<string, string> ReadAttributes(ref Utf8JsonReader reader)
    {
        // Room for as many as the row before has, and for the name of the log, which comes to them in the end.
        Dictionary<string, string> attributes = new(_before.Count + 1, StringComparer.Ordinal);
        int place = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndObject; place++)
        {
            string key = Known(ref reader);
            reader.Read();
            if (place == _before.Count)
            {
                _before.Add("");
            }

            attributes[key] = _before[place] = Text(ref reader, _before[place]);
        }

        _before.RemoveRange(place, _before.Count - place);
        return attributes;
    }

    private static string Text(ref Utf8JsonReader reader, string before) =>
        reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(before) ? before : Text(ref reader);

    private static string Known(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && reader.ValueSpan.Length < s_keys.Length)
        {
            foreach ((byte[] utf8, string known) in s_keys[reader.ValueSpan.Length])
            {
                if (reader.ValueSpan.SequenceEqual(utf8))
                {
                    return known;
                }
            }
        }

        return reader.GetString()!;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!;
            case JsonTokenType.Null:
                return "";
            default:
                using (JsonDocument value = JsonDocument.ParseValue(ref reader))
                {
                    return value.RootElement.GetRawText();
                }
        }
    }

    private static (byte[] Utf8, string Key)[][] ByLength(string[] keys) =>
    [
        .. Enumerable.Range(0, keys.Max(key => key.Length) + 1)
            .Select(length => keys.Where(key => key.Length == length).Select(key => (Encoding.UTF8.GetBytes(key), key)).ToArray()),
    ];
}
