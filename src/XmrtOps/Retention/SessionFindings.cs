using System.Globalization;
using XmrtOps.Findings;

namespace XmrtOps.Retention;

/// <summary>What the application's way with conversation_sessions means for deleting them.</summary>
internal static class SessionFindings
{
    // Below that share of all sessions the flag says nothing.
    private const double HardlyAnyPercent = 5;

    public static IEnumerable<Finding> Of(RetentionPlan plan, RetentionRequest request, RetentionSurroundings surroundings)
    {
        if (surroundings.Sessions is not { All: > 0 } flags)
        {
            yield break;
        }

        CultureInfo culture = CultureInfo.CurrentCulture;
        Dictionary<string, object?> evidence = new(StringComparer.Ordinal)
        {
            ["Sessions"] = flags.All,
            ["Inactive"] = flags.Inactive,
            ["Unknown"] = flags.Unknown,
        };
        double share = 100.0 * flags.Inactive / flags.All;
        if (share < HardlyAnyPercent)
        {
            yield return RetentionFindings.New(
                "FlagHardlyUsed",
                request.Activity == ActivitySource.UpdatedAt ? Severity.Warning : Severity.Information,
                string.Create(culture, $"Only {flags.Inactive:N0} of {flags.All:N0} sessions are marked inactive: the application hardly ever does it, so that is_active tells nothing of use.")) with
            {
                Evidence = evidence,
                Remedy = request.Activity == ActivitySource.UpdatedAt ? "Leave out -ActivitySource, and the last message decides." : null,
            };
        }

        if (request.Activity == ActivitySource.UpdatedAt && flags.ByUpdateButInUse > 0)
        {
            yield return RetentionFindings.New(
                "InUseDeleted",
                Severity.Warning,
                string.Create(culture, $"{flags.ByUpdateButInUse:N0} of the sessions have messages since the cutoff: a message does not touch updated_at. They would go, with these messages.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Sessions"] = flags.ByUpdateButInUse },
                Remedy = "Leave out -ActivitySource, and the last message decides.",
            };
        }

        if (request.Activity == ActivitySource.LastMessage)
        {
            yield return RetentionFindings.New(
                "RunbookDiffers",
                Severity.Information,
                string.Create(culture, $"The runbook's own criterion (is_active = false and updated_at) would delete {flags.ByUpdate:N0} sessions, {flags.ByUpdateButInUse:N0} of them with newer messages.")) with
            {
                Evidence = new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["ByUpdate"] = flags.ByUpdate,
                    ["ByUpdateButInUse"] = flags.ByUpdateButInUse,
                },
            };
        }

        if (flags.Inactive > 0)
        {
            yield return RetentionFindings.New(
                "SessionKeyTaken",
                Severity.Information,
                string.Create(culture, $"session_key is unique, also among inactive sessions, and the application looks for active ones only: each of the {flags.Inactive:N0} inactive ones keeps its address from a new session. Deleting frees the key; never mark sessions inactive by hand."))
                with
            {
                Evidence = evidence,
            };
        }
    }
}
