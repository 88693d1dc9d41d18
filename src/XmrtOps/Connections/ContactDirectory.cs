using System.Globalization;

namespace XmrtOps.Connections;

/// <summary>The emergency contacts of the runbook, with those that it leaves open from a profile; none is made up.</summary>
internal static class ContactDirectory
{
    private const string Runbook = "Runbook";

    /// <param name="profile">The system's profile, or null when none is known.</param>
    /// <param name="at">When somebody is needed.</param>
    public static IReadOnlyList<XmrtContact> At(XmrtProfile? profile, DateTimeOffset at) =>
    [
        new()
        {
            Topic = "Database Issues", Name = "Supabase Support", Address = "support@supabase.com", Source = Runbook,
        },
        new()
        {
            Topic = "Frontend Issues", Name = "Vercel Support", Address = "support@vercel.com", Source = Runbook,
        },
        Security(profile),
        OnCall(profile, at),
    ];

    private static XmrtContact Security(XmrtProfile? profile)
    {
        const string topic = "Security Incidents";
        if (profile?.SecurityContact is not { } text)
        {
            return Open(topic, profile, "-SecurityContact 'name <address>'");
        }

        ContactText contact = ContactText.Parse(nameof(profile.SecurityContact), text);
        return new XmrtContact
        {
            Topic = topic,
            Name = contact.Name,
            Address = contact.Address,
            Source = profile.Name,
            Note = "Escalate immediately.",
        };
    }

    private static XmrtContact OnCall(XmrtProfile? profile, DateTimeOffset at)
    {
        const string topic = "On-Call Engineer";
        if (profile is null || OnCallRotation.Of(profile) is not { } rotation)
        {
            return Open(
                topic,
                profile,
                "-OnCall 'name <address>', 'name <address>' -OnCallSince 2026-01-05T09:00 -TimeZone Europe/Berlin");
        }

        if (rotation.At(at) is not { } shift)
        {
            return new XmrtContact
            {
                Topic = topic,
                Source = profile.Name,
                IsOnCallNow = false,
                Note = $"The rotation begins at {Text(rotation.Start)}, with {rotation.People[0].Name}.",
            };
        }

        return new XmrtContact
        {
            Topic = topic,
            Name = shift.Person.Name,
            Address = shift.Person.Address,
            Source = profile.Name,
            IsOnCallNow = true,
            Until = shift.Until,
            Note = rotation.People.Count > 1
                ? $"Then {shift.Next.Name} <{shift.Next.Address}>."
                : "The rotation has nobody else.",
        };
    }

    private static XmrtContact Open(string topic, XmrtProfile? profile, string parameters) => new()
    {
        Topic = topic,
        Source = Runbook,
        // On a line of its own, to be copied.
        Note = $"Nobody is named:\nSet-XmrtProfile {Quoted(profile?.Name ?? "production")} {parameters}",
    };

    private static string Quoted(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? name
        : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
