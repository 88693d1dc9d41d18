using System.Globalization;

namespace XmrtOps.Conversations;

/// <summary>Rows of the form that the application writes, which nobody else can have: addresses are of the range for
/// documentation.</summary>
internal static class InsertRows
{
    public static Dictionary<string, object?> Session(Guid? id = null)
    {
        string address = Address();
        Dictionary<string, object?> row = Session($"ip-{address}", address);
        if (id is { } given)
        {
            row.Add("id", given);
        }

        return row;
    }

    public static Dictionary<string, object?> Session(string key, string? address = null) => new(StringComparer.Ordinal)
    {
        ["session_key"] = key,
        ["title"] = "Conversation - test by XmrtOps",
        ["is_active"] = true,
        ["metadata"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["userIP"] = address ?? Address(), ["platform"] = "desktop" },
    };

    public static Dictionary<string, object?> Message(Guid? session) => new(StringComparer.Ordinal)
    {
        ["session_id"] = session,
        ["message_type"] = "user",
        ["content"] = "Test by XmrtOps: it is rolled back.",
        ["metadata"] = new Dictionary<string, object?>(StringComparer.Ordinal),
    };

    public static Dictionary<string, object?> Memory(string user) => new(StringComparer.Ordinal)
    {
        ["user_id"] = user,
        ["session_id"] = $"ip-{Address()}",
        ["content"] = "Test by XmrtOps: it is rolled back.",
        ["context_type"] = "conversation",
        ["importance_score"] = 0.5,
        ["metadata"] = new Dictionary<string, object?>(StringComparer.Ordinal),
    };

    /// <summary>Of 2001:db8::/32, and another one each time.</summary>
    public static string Address()
    {
        byte[] random = Guid.NewGuid().ToByteArray();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"2001:db8:{random[0]:x}{random[1]:x2}:{random[2]:x}{random[3]:x2}:{random[4]:x}{random[5]:x2}:{random[10]:x}{random[11]:x2}:{random[12]:x}{random[13]:x2}:{random[14]:x}{random[15]:x2}");
    }
}
