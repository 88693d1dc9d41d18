using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Security;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;

namespace XmrtOps.Shell.Json;

/// <summary>What is one value in JSON, the same in every culture: numbers raw, times in ISO 8601, else text.</summary>
internal static class JsonScalar
{
    /// <summary>Writes it; false if it is made of properties or items.</summary>
    public static bool TryWrite(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull or SecureString:
                json.WriteNullValue();
                return true;
            case bool flag:
                json.WriteBooleanValue(flag);
                return true;
            case SwitchParameter given:
                json.WriteBooleanValue(given.IsPresent);
                return true;
            case byte[] bytes:
                json.WriteBase64StringValue(bytes);
                return true;
            case DateTime time:
                json.WriteStringValue(time);
                return true;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                return true;
            case JsonElement { ValueKind: not JsonValueKind.Undefined } element:
                element.WriteTo(json);
                return true;
            case JsonNode node:
                node.WriteTo(json);
                return true;
            default:
                return TryWriteNumber(json, value) || TryWriteText(json, value);
        }
    }

    /// <summary>Types of the engine and of reflection, except what scripts make and catch.</summary>
    public static bool IsMachinery(object value) =>
        value is not (PSObject or PSCredential or ErrorRecord)
        && (value is Delegate or MemberInfo or Assembly or Module or ParameterInfo or Stream or Task
            || value.GetType().Assembly == typeof(PSObject).Assembly);

    private static bool TryWriteNumber(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case Enum:
                return false;
            case double number:
                WriteFinite(json, number, double.IsFinite(number));
                return true;
            case float number:
                WriteFinite(json, number, float.IsFinite(number));
                return true;
            case Half number:
                WriteFinite(json, number, Half.IsFinite(number));
                return true;
            case int number:
                json.WriteNumberValue(number);
                return true;
            case byte or sbyte or short or ushort or uint or long or ulong
                or decimal or BigInteger or Int128 or UInt128:
                json.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }

    private static void WriteFinite(Utf8JsonWriter json, IFormattable number, bool isFinite)
    {
        if (isFinite)
        {
            json.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static bool TryWriteText(Utf8JsonWriter json, object value)
    {
        string? text = value switch
        {
            string s => s,
            char c => c.ToString(),
            Enum or Guid or Version or SemanticVersion or IPAddress or IPEndPoint or Regex or CultureInfo
                or StringDecorated or ScriptBlock => value.ToString(),
            Uri uri => uri.OriginalString,
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
            Type type => type.FullName ?? type.Name,
            nint pointer => pointer.ToString(CultureInfo.InvariantCulture),
            nuint pointer => pointer.ToString(CultureInfo.InvariantCulture),
            XmlNode node => node.OuterXml,
            _ => null,
        };
        if (text is null)
        {
            return false;
        }

        json.WriteStringValue(text);
        return true;
    }
}
