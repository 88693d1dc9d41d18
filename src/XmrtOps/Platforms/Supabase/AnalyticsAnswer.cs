using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using XmrtOps.Faults;
using XmrtOps.Module;
using XmrtOps.State;

namespace XmrtOps.Platforms.Supabase;

/// <summary>
/// An answer of the logs: a success may hold an error in place of rows, as text or as an object. Rows are read one by one
/// as they stand in the body, without a tree in between.
/// </summary>
internal static class AnalyticsAnswer
{
    /// <summary>Reads a row that begins where the reader is.</summary>
    public delegate T RowReader<out T>(ref Utf8JsonReader reader);

    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="XmrtException">LogQueryRejected.</exception>
    public static IReadOnlyList<T> Read<T>(PlatformAnswer answer, JsonTypeInfo<T> row, PlatformRequest request) => Read(
        answer,
        (ref reader) => JsonSerializer.Deserialize(ref reader, row) ?? throw new JsonException("a row is null"),
        request);

    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="XmrtException">LogQueryRejected.</exception>
    public static IReadOnlyList<T> Read<T>(PlatformAnswer answer, RowReader<T> row, PlatformRequest request)
    {
        try
        {
            return ReadRows(answer, row, request);
        }
        catch (InvalidOperationException noText)
        {
            // Half a character, which is valid JSON and no text.
            throw new JsonException("a text is none", noText);
        }
    }

    private static List<T> ReadRows<T>(PlatformAnswer answer, RowReader<T> row, PlatformRequest request)
    {
        Utf8JsonReader reader = new(answer.Body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("no object");
        }

        List<T> rows = [];
        bool hasResult = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isResult = reader.ValueTextEquals("result"u8);
            bool isError = reader.ValueTextEquals("error"u8);
            reader.Read();
            if (isError && reader.TokenType != JsonTokenType.Null)
            {
                throw Rejected(ref reader, answer, request);
            }

            if (isResult && reader.TokenType == JsonTokenType.StartArray)
            {
                hasResult = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    rows.Add(row(ref reader));
                }
            }
            else
            {
                reader.Skip();
            }
        }

        // Without rows and without an error it is an answer to something else, not an empty log.
        return hasResult ? rows : throw new JsonException("no result");
    }

    private static XmrtException Rejected(ref Utf8JsonReader reader, PlatformAnswer answer, PlatformRequest request)
    {
        using JsonDocument error = JsonDocument.ParseValue(ref reader);
        PlatformErrorBody body = error.RootElement.ValueKind == JsonValueKind.Object
            ? PlatformErrorBody.Read(JsonSerializer.SerializeToUtf8Bytes(error.RootElement, SupabaseJson.Default.JsonElement))
            : new PlatformErrorBody(null, error.RootElement.ToString());
        return Errors.LogQueryRejected(new PlatformFault
        {
            Platform = "Supabase",
            Method = request.Method.Method,
            Url = request.Path,
            StatusCode = answer.StatusCode,
            Code = body.Code,
            Answer = body.Message is null ? null : Display.OneLine(SecretText.MaskIn(body.Message), 300),
            RequestId = answer.Header("sb-request-id") ?? answer.Header("x-gotrue-id") ?? answer.Header("cf-ray"),
        });
    }
}
