using System.Globalization;

namespace XmrtOps.Conversations;

/// <summary>What a trial would do, said before it is done.</summary>
internal static class InsertQuestion
{
    public static string Of(ConversationLook look)
    {
        InsertAttempt[] tried = [.. look.Attempts.Where(attempt => attempt.HeldBack is null)];
        string effects = look.Effects.Count == 0 ? "" : $" Known beforehand: {string.Join("; ", look.Effects)}.";
        return string.Create(
            CultureInfo.CurrentCulture,
            $"try {tried.Length:N0} inserts into {string.Join(", ", tried.Select(attempt => attempt.Table).Distinct(StringComparer.Ordinal))} and roll them back.{effects}");
    }
}
