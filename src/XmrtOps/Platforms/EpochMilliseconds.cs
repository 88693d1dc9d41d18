using System.Text.Json;
using System.Text.Json.Serialization;

namespace XmrtOps.Platforms;

/// <summary>A moment in epoch milliseconds. What is none (false, text, nonsense) is read as null: it is not known.</summary>
internal sealed class EpochMilliseconds : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        DateTimeOffset? moment = reader.TokenType switch
        {
            JsonTokenType.Number when reader.TryGetDouble(out double ms) && ms is > 0 and < 253_402_300_799_000 =>
                DateTimeOffset.FromUnixTimeMilliseconds((long)ms),
            JsonTokenType.String when reader.TryGetDateTimeOffset(out DateTimeOffset written) => written,
            _ => null,
        };
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
        }

        return moment;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } moment)
        {
            writer.WriteNumberValue(moment.ToUnixTimeMilliseconds());
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
