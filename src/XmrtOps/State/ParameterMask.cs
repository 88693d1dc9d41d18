using System.Collections;
using System.Globalization;
using System.Security;

namespace XmrtOps.State;

/// <summary>
/// Writes a command's parameters as texts for the journal. A secret becomes ***, by its type, its parameter's name or its
/// looks; an object of which nothing is known is named by its type only, because its text might hold one.
/// </summary>
internal static class ParameterMask
{
    private const int LongestText = 1000;
    private const int MostItems = 20;

    /// <param name="parameters">The bound parameters, by name.</param>
    public static IReadOnlyDictionary<string, string?> Of(IEnumerable<KeyValuePair<string, object?>> parameters) =>
        parameters.ToDictionary(
            p => p.Key,
            p => p.Value is null ? null : SecretText.IsSecretName(p.Key) ? SecretText.Mask : TextOf(p.Value),
            StringComparer.OrdinalIgnoreCase);

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => Masked(text),
        Uri address => Masked(address.OriginalString),
        SecureString => SecretText.Mask,
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // Switches, among others.
        ValueType simple => simple.ToString() ?? "",
        IDictionary => $"({value.GetType().Name})",
        IEnumerable items => ListOf(items),
        _ when value.GetType().Name.Contains("Credential", StringComparison.Ordinal) => SecretText.Mask,
        // Ours say who they are: a connection its name, a time argument what was typed.
        _ when value.GetType().Assembly == typeof(ParameterMask).Assembly =>
            Masked(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
        _ => $"({value.GetType().Name})",
    };

    private static string ListOf(IEnumerable items)
    {
        List<string> texts = [];
        foreach (object? item in items)
        {
            if (texts.Count == MostItems)
            {
                texts.Add("…");
                break;
            }

            texts.Add(TextOf(item));
        }

        return string.Join(", ", texts);
    }

    private static string Masked(string text)
    {
        // Megabytes are cut before they are searched; what is shown of them afterwards is far from that cut.
        string masked = SecretText.MaskIn(text.Length <= 10 * LongestText ? text : text[..(10 * LongestText)]);
        return masked.Length <= LongestText ? masked : masked[..(LongestText - 1)] + "…";
    }
}
