using System.Globalization;

namespace XmrtOps.Faults;

/// <summary>Conditions of conversations.</summary>
internal static partial class Errors
{
    public static XmrtException ConversationNotFound(string target, IReadOnlyList<string> ids) => new(
        "ConversationNotFound",
        ErrorKind.ObjectNotFound,
        $"{target} shows no session {string.Join(", ", ids)}.",
        "Get-XmrtConversation lists the sessions; -Orphaned lists what refers to sessions that do not exist.",
        ids);

    /// <param name="why">As a clause.</param>
    public static XmrtException ConversationsHidden(string target, string why, string? remedy) => new(
        "ConversationsHidden",
        ErrorKind.PermissionDenied,
        $"{target}: that cannot be answered, because {why}.",
        remedy ?? "Get-XmrtMigration shows which of the project's migrations were applied, and which were not.",
        target);

    public static XmrtException HoursOutOfRange(DateTimeOffset since, DateTimeOffset until) => new(
        "HoursOutOfRange",
        ErrorKind.InvalidArgument,
        string.Create(
            CultureInfo.CurrentCulture,
            $"From {since:g} to {until:g} is no time that hours can be counted in: the end has to be later, by a year at most."),
        "Write for example -Since 7d, or two dates by -Since and -Until.",
        since);

    public static XmrtException UnknownTimeZone(string zone) => new(
        "UnknownTimeZone",
        ErrorKind.InvalidArgument,
        $"'{zone}' is no time zone that this machine knows.",
        "Write it as Europe/Berlin or UTC; Tab completes the names.",
        zone);

    public static XmrtException UnreadableClaim(string reason) => new(
        "UnreadableClaim",
        ErrorKind.InvalidArgument,
        $"-Claim cannot be written as the claims of a token: {reason}.",
        "Give names with texts, numbers, truth values, or lists and tables of such: @{ sub = '…'; role = 'authenticated' }.");

    public static XmrtException UnreadableMessage(string type) => new(
        "UnreadableMessage",
        ErrorKind.InvalidArgument,
        $"-Message is a {type}, and not one message.",
        "Give the message as JSON text, as a table such as @{ session_id = '…'; message_type = 'user'; content = '…' }, or as an object.",
        type);
}
