using XmrtOps.Database.Plans;

namespace XmrtOps.Conversations;

/// <summary>The rows to try: as every role into every table, and what was asked for in particular.</summary>
internal static class InsertPlan
{
    /// <param name="request">What is tested.</param>
    /// <param name="columns">The columns of the tables: of a given message, the rest is dropped.</param>
    /// <param name="session">The session of the given key; null: none.</param>
    /// <param name="heldBack">Why a table is not to be tried, by table.</param>
    public static List<InsertAttempt> Of(
        ConversationTestRequest request,
        IReadOnlyDictionary<string, TableColumn[]> columns,
        FoundSession? session,
        IReadOnlyDictionary<string, string?> heldBack)
    {
        List<InsertAttempt> attempts = [];
        if (request.IsGeneral)
        {
            attempts.AddRange(ConversationAccess.Tables.SelectMany(table => ConversationTestRequest.Roles
                .Union(request.Writers, StringComparer.Ordinal)
                .Select(role => General(request, table, role))));
        }

        attempts.AddRange(OfClaim(request));
        attempts.AddRange(OfSession(request, session));
        attempts.AddRange(OfMessage(request, columns));
        return [.. attempts.Select(attempt => attempt with { HeldBack = heldBack.GetValueOrDefault(attempt.Table) })];
    }

    private static InsertAttempt General(ConversationTestRequest request, string table, string role)
    {
        // A user that nobody is, where no token is given.
        string subject = Guid.NewGuid().ToString();
        Dictionary<string, object?> claims = new(StringComparer.Ordinal) { ["role"] = role };
        if (role == ConversationTestRequest.SignedIn)
        {
            claims["sub"] = subject;
        }

        return new InsertAttempt
        {
            Table = table,
            Role = role,
            Claims = RoleClaims.Of(claims, role),
            Row = table switch
            {
                ConversationAccess.Sessions => InsertRows.Session(),
                ConversationAccess.Messages => InsertRows.Message(null),
                _ => InsertRows.Memory(role == ConversationTestRequest.SignedIn ? subject : InsertRows.Address()),
            },
            Subject = $"{table} as {role}",
            IsExpected = request.Writers.Contains(role, StringComparer.Ordinal),
            NeedsSession = table == ConversationAccess.Messages,
        };
    }

    /// <summary>The user of the token saves a memory of his own.</summary>
    private static IEnumerable<InsertAttempt> OfClaim(ConversationTestRequest request)
    {
        if (request.Claims is { } claims && request.Subject is { Length: > 0 } subject)
        {
            yield return new InsertAttempt
            {
                Table = ConversationAccess.Memories,
                Role = request.ClaimedRole,
                Claims = RoleClaims.Of(claims, request.ClaimedRole),
                Row = InsertRows.Memory(subject),
                Subject = $"{ConversationAccess.Memories} with the token",
                IsExpected = true,
                HasUnfitSubject = !Guid.TryParse(subject, out _),
            };
        }
    }

    private static IEnumerable<InsertAttempt> OfSession(ConversationTestRequest request, FoundSession? session)
    {
        if (request.SessionKey is not { } key)
        {
            yield break;
        }

        if (session is not null)
        {
            yield return AsService(ConversationAccess.Messages, InsertRows.Message(session.Id), $"message for {key}");
        }

        if (session is not { IsActive: true })
        {
            // What the application does when it finds no active session.
            yield return AsService(ConversationAccess.Sessions, InsertRows.Session(key), $"session {key}");
        }
    }

    private static IEnumerable<InsertAttempt> OfMessage(
        ConversationTestRequest request, IReadOnlyDictionary<string, TableColumn[]> columns)
    {
        if (request.Message is { Fields: { } fields, Table: var table } && columns.TryGetValue(table, out TableColumn[]? known))
        {
            Dictionary<string, object?> row = fields
                .Where(field => known.Any(column => column.Name == field.Key))
                .ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);
            yield return AsService(table, row, "the message");
            if (table == ConversationAccess.Memories && request.Claims is { } claims)
            {
                yield return AsService(table, row, "the message") with
                {
                    Role = request.ClaimedRole,
                    Claims = RoleClaims.Of(claims, request.ClaimedRole),
                    Subject = "the message with the token",
                    HasUnfitSubject = !Guid.TryParse(request.Subject, out _),
                };
            }
        }
    }

    private static InsertAttempt AsService(string table, Dictionary<string, object?> row, string subject) => new()
    {
        Table = table,
        Role = ConversationTestRequest.Service,
        Claims = RoleClaims.Of(new Dictionary<string, object?>(StringComparer.Ordinal), ConversationTestRequest.Service),
        Row = row,
        Subject = $"{subject} as {ConversationTestRequest.Service}",
        IsExpected = true,
    };
}
