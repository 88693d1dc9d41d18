using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using XmrtOps.Sandbox.Http;

namespace XmrtOps.Sandbox.Logs;

/// <summary>
/// The rows of a log query as JSON. Numbers are numbers and the attributes an object of texts: Supabase's own client takes
/// no other form (measured with its version 3.1).
/// </summary>
internal static class LogReply
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff";

    public static async Task<StandInResponse> ReadAsync(
        NpgsqlDataReader reader, IReadOnlyList<LogSqlColumn> columns, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>(64 << 10);
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteStartArray("result");
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) WriteRow(json, reader, columns);

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new StandInResponse
        {
            Status = 200,
            ContentType = "application/json; charset=utf-8",
            Body = body.WrittenMemory,
        };
    }

    private static void WriteRow(Utf8JsonWriter json, NpgsqlDataReader row, IReadOnlyList<LogSqlColumn> columns)
    {
        json.WriteStartObject();
        for (var i = 0; i < columns.Count; i++)
        {
            json.WritePropertyName(columns[i].Name);
            Write(json, row, i, columns[i].Type);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NpgsqlDataReader row, int index, LogSqlType type)
    {
        if (row.IsDBNull(index))
        {
            json.WriteNullValue();
            return;
        }

        if (type == LogSqlType.Map)
        {
            json.WriteRawValue(row.GetString(index), skipInputValidation: true);
            return;
        }

        switch (row.GetValue(index))
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case DateTime time:
                json.WriteStringValue(time.ToString(TimeFormat, CultureInfo.InvariantCulture));
                break;
            case Guid id:
                json.WriteStringValue(id);
                break;
            case bool flag:
                json.WriteNumberValue(flag ? 1 : 0);
                break;
            // A fraction that is none, such as 0/0, is null as everywhere in JSON.
            case double real when !double.IsFinite(real):
                json.WriteNullValue();
                break;
            case IFormattable number:
                json.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }
}
