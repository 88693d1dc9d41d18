using System.Globalization;
using System.Text.Json;
using XmrtOps.Findings;

namespace XmrtOps.Conversations;

/// <summary>Whether a message is one that its table takes: field by field, without a value in any sentence.</summary>
internal static class MessageTest
{
    private static readonly string[] s_types = ["user", "assistant", "system"];

    public static ConversationTestResult Judge(GivenMessage message, TableColumn[]? columns)
    {
        const string subject = "the message";
        if (message.Fields is null)
        {
            return ConversationTestResult.Failed(
                ConversationTestKind.Message,
                subject,
                Wrong("InvalidJson", message.Problem!, "Write it as a JSON object: { \"session_id\": \"…\", \"message_type\": \"user\", \"content\": \"…\" }") with
                {
                    Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Problem"] = message.Problem },
                });
        }

        if (columns is null)
        {
            return ConversationTestResult.NotMeasured(ConversationTestKind.Message, subject, $"there is no table {message.Table}");
        }

        Finding[] findings = [.. Unfit(message, columns).OrderByDescending(finding => finding.Severity)];
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Table"] = message.Table,
            ["Fields"] = message.Fields.Keys.ToArray(),
        };
        Finding? worst = findings.FirstOrDefault(finding => finding.Severity == Severity.Critical);
        return new ConversationTestResult
        {
            Connection = "",
            Test = ConversationTestKind.Message,
            Subject = subject,
            Passed = worst is null,
            Reason = worst is null
                ? $"its fields are those of {message.Table}"
                : string.Join("; ", findings.Where(finding => finding.Severity == Severity.Critical).Select(finding => finding.Reason)),
            Evidence = evidence,
            Remedy = worst?.Remedy,
            Findings = findings,
        };
    }

    private static IEnumerable<Finding> Unfit(GivenMessage message, TableColumn[] columns)
    {
        foreach (string field in message.Fields!.Keys.Where(field => columns.All(column => column.Name != field)))
        {
            yield return Wrong(
                "UnknownField",
                $"the table {message.Table} has no column {field}, so that the API refuses the row (PGRST204)",
                $"Leave it out, or put it into metadata. Columns: {string.Join(", ", columns.Select(column => column.Name))}.");
        }

        foreach (TableColumn column in columns)
        {
            JsonElement? value = message.Field(column.Name);
            if (value is null or { ValueKind: JsonValueKind.Null })
            {
                if (column.IsRequired || value is not null && IsNeeded(message.Table, column.Name))
                {
                    yield return Wrong("ValueMissing", $"{column.Name} is missing (23502)", $"Give it: {column.Name} is a {column.Type}.");
                }
            }
            else if (column.IsGenerated)
            {
                yield return Wrong("GeneratedField", $"{column.Name} is made by the database, and must not be given", "Leave it out.");
            }
            else if (UnfitValue(column, value.Value) is { } wrong)
            {
                yield return wrong;
            }
        }
    }

    private static Finding? UnfitValue(TableColumn column, JsonElement value)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (value.GetRawText().Contains("\\u0000", StringComparison.Ordinal))
        {
            return Wrong("NulCharacter", $"{column.Name} holds the character NUL, which PostgreSQL takes in no text (22P05)", "Remove it before saving.");
        }

        return column.Type switch
        {
            "uuid" when text is null || !Guid.TryParseExact(text, "D", out _) => Wrong(
                "InvalidUuid",
                $"{column.Name} is no UUID (22P02){(text?.StartsWith("local-", StringComparison.Ordinal) == true ? ": the browser made it up after a session had been refused" : "")}",
                "A UUID is 8-4-4-4-12 hexadecimal digits: the id of the session, not its key."),
            "jsonb" or "json" when text is not null => TextAsJson(column.Name, text),
            "timestamp with time zone" when text is null || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _) =>
                Wrong("InvalidTime", $"{column.Name} is no point in time (22007)", "Leave it out: its default is now."),
            "real" or "double precision" or "numeric" or "integer" or "bigint" when value.ValueKind != JsonValueKind.Number && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                Wrong("InvalidNumber", $"{column.Name} is no number (22P02)", $"Write it as a number, or leave it out: {column.Name} is a {column.Type}."),
            "text" when column.Name == "message_type" && !s_types.Contains(text, StringComparer.Ordinal) =>
                Wrong("InvalidMessageType", "message_type is none of user, assistant, system (23514)", "Write it in small letters."),
            "text" when column.Name == "content" && string.IsNullOrWhiteSpace(text) =>
                Wrong("EmptyContent", "content is empty: it would be saved, and say nothing", "See what the page sends when nothing was typed.") with { Severity = Severity.Warning },
            _ => null,
        };
    }

    /// <summary>A JSON text in a jsonb column is saved as a text: whoever reads a field of it finds none.</summary>
    private static Finding TextAsJson(string column, string text)
    {
        bool isJson;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            isJson = document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            isJson = false;
        }

        return Wrong(
            isJson ? "JsonAsText" : "InvalidJson",
            isJson
                ? $"{column} is JSON written as a text: it would be saved as a text, in which nobody finds a field"
                : $"{column} is a text, and no JSON: it would be saved as a text, in which nobody finds a field",
            "Give an object, and do not serialise it twice.") with
        {
            Severity = isJson ? Severity.Warning : Severity.Critical,
        };
    }

    /// <summary>A default does not help where null is given.</summary>
    private static bool IsNeeded(string table, string column) =>
        table == ConversationAccess.Messages && column is "id" or "timestamp";

    private static Finding Wrong(string code, string reason, string remedy) =>
        new() { Code = code, Severity = Severity.Critical, Reason = reason, Remedy = remedy };
}
