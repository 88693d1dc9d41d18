using System.Data.Common;
using XmrtOps.Data;

namespace XmrtOps.Database.Plans;

/// <summary>What it means when the server does not plan a text.</summary>
internal static class PlanRefusal
{
    // Syntax and names, data, unsupported, limits of the text: the text's own faults, by class of SQLSTATE.
    private static readonly string[] s_ofText = ["42", "22", "0A", "21", "23", "25", "2B", "2F", "34", "39", "3D", "3F", "44", "54", "P0"];

    /// <summary>The fault is in the text, or in what the text needs, and not in the server or the connection.</summary>
    public static bool IsOfText(DbException refused) =>
        refused.SqlState is { } state && s_ofText.Contains(state[..2], StringComparer.Ordinal);

    /// <summary>Why there is no plan, for a person.</summary>
    /// <param name="refused">What the server said.</param>
    /// <param name="text">What was to be planned.</param>
    /// <param name="isAnalyzed">It was run.</param>
    public static string Reason(DbException refused, PlannableText text, bool isAnalyzed)
    {
        string message = DatabaseFaults.MessageOf(refused);
        string advice = refused.SqlState switch
        {
            "42601" when text.ParameterCount > 0 && message.Contains("\"$", StringComparison.Ordinal) =>
                " A parameter stands where the grammar wants a constant (as in interval $1): "
                + "only the text with its constants has a plan.",
            "42P18" or "42P08" => " Its type cannot be told from the text: give the text with its constants, or with a cast.",
            "42601" when message.EndsWith("end of input", StringComparison.Ordinal) => " The text was cut off.",
            "42P01" => " It was dropped, was temporary, or is not in the search path of this role.",
            "42883" or "42704" => " It is missing, or not in the search path of this role.",
            _ => "",
        };
        return $"{(isAnalyzed ? "It failed when it was run: " : "")}{message} ({refused.SqlState}).{advice}";
    }
}
