using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms;

/// <summary>
/// A moment of Supabase's logs: UTC as text that does not say so, or epoch microseconds in the older interface. What is
/// none is read as null.
/// </summary>
internal sealed class LogMoment : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        DateTimeOffset? moment = reader.TokenType switch
        {
            JsonTokenType.String => Of(reader.GetString()),
            JsonTokenType.Number when reader.TryGetInt64(out long microseconds) => OfMicroseconds(microseconds),
            _ => null,
        };
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }

        return moment;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString("o", CultureInfo.InvariantCulture));

    public static DateTimeOffset? Of(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds)
            ? OfMicroseconds(microseconds)
            : DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
                ? moment
                : null;

    private static DateTimeOffset? OfMicroseconds(long microseconds) =>
        microseconds is > 0 and < 253_402_300_799_000_000 ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10) : null;
}
