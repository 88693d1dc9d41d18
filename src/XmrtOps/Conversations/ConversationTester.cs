using System.Data.Common;
using XmrtOps.Connections;
using XmrtOps.Data;
using XmrtOps.Faults;
using XmrtOps.Health;
using XmrtOps.Notices;

namespace XmrtOps.Conversations;

/// <summary>Finds out why conversations are not saved: looks at everything that can be looked at, then tries.</summary>
internal sealed class ConversationTester(
    XmrtConnection connection, ConversationTestRequest request, DatabaseTransaction transaction, CancellationToken cancellation)
{
    private readonly List<ConversationTestResult> _results = [];

    /// <summary>Everything that needs no write, in one READ ONLY transaction.</summary>
    public static Task<ConversationLook> LookAsync(
        XmrtConnection connection, ConversationTestRequest request, INotices notices, CancellationToken cancellation) =>
        connection.Database.ReadAsync(
            Limits.Read,
            notices,
            transaction => new ConversationTester(connection, request, transaction, cancellation).LookAsync(),
            cancellation);

    /// <summary>Tries the inserts, and judges them.</summary>
    public static async Task<List<ConversationTestResult>> TryAsync(
        XmrtConnection connection, ConversationLook look, INotices notices, CancellationToken cancellation) =>
    [
        .. (await InsertRehearsal.RunAsync(connection, look.Attempts, look.IsReadOnly, notices, cancellation))
            .Select(outcome => InsertTest.Judge(outcome, look.States.GetValueOrDefault(outcome.Attempt.Table))),
    ];

    private async Task<ConversationLook> LookAsync()
    {
        ConversationAccess access = await ConversationAccess.ReadAsync(transaction, connection, cancellation);
        bool isReplica = connection.IsInRecovery == true;
        bool isReadOnly = false;
        if (request.IsGeneral)
        {
            foreach (string table in ConversationAccess.Tables)
            {
                await MeasureAsync(
                    ConversationTestKind.Saving, table, () => SavingTest.RunAsync(transaction, table, access, request, cancellation));
            }
        }

        await MeasureAsync(ConversationTestKind.Writable, "server", async () =>
        {
            (ConversationTestResult result, isReplica, isReadOnly) = await WritableTest.RunAsync(transaction, cancellation);
            return result;
        });
        Dictionary<string, TableState> states = await PoliciesAsync();
        (Dictionary<string, string?> heldBack, List<string> effects) = await TriggersAsync();
        if (request.IsGeneral)
        {
            await MeasureAsync(
                ConversationTestKind.KeyClash,
                "conversation_sessions.session_key",
                () => SessionTest.KeyClashAsync(transaction, access, cancellation));
        }

        FoundSession? session = await SessionAsync(access);
        Dictionary<string, TableColumn[]> columns = await ColumnsAsync();
        if (request.Message is { } message)
        {
            _results.Add(MessageTest.Judge(message, columns.GetValueOrDefault(message.Table)));
        }

        if (request.Claims is not null)
        {
            await MeasureAsync(
                ConversationTestKind.Claim,
                "token",
                () => ClaimTest.RunAsync(transaction, request, session, access, DateTimeOffset.Now, cancellation));
        }

        return new ConversationLook
        {
            Results = [.. _results.Where(result => request.IsGeneral || !IsGeneral(result.Test))],
            Attempts = InsertPlan.Of(request, columns, session, heldBack),
            States = states,
            Obstacle = isReplica ? "the server is a replica, or is recovering: it takes no changes" : null,
            IsReadOnly = isReadOnly,
            Effects = effects,
        };
    }

    private static bool IsGeneral(ConversationTestKind test) => test is ConversationTestKind.Writable
        or ConversationTestKind.Policy or ConversationTestKind.Triggers;

    private async Task<Dictionary<string, TableState>> PoliciesAsync()
    {
        Dictionary<string, TableState> states = new(StringComparer.Ordinal);
        foreach (string table in ConversationAccess.Tables)
        {
            await MeasureAsync(ConversationTestKind.Policy, table, async () =>
            {
                string[] roles = [.. ConversationTestRequest.Roles.Union(request.Writers, StringComparer.Ordinal).Append(request.ClaimedRole).Distinct(StringComparer.Ordinal)];
                TableState? state = (await TableState.ReadAsync(transaction, [table], roles, cancellation)).GetValueOrDefault(table);
                if (state is not null)
                {
                    states.Add(table, state);
                }

                return PolicyTest.Judge(table, state, request.Writers);
            });
        }

        return states;
    }

    /// <returns>Why inserts into a table are not to be tried, by table, and all that they would set off.</returns>
    private async Task<(Dictionary<string, string?> HeldBack, List<string> Effects)> TriggersAsync()
    {
        Dictionary<string, string?> heldBack = new(StringComparer.Ordinal);
        List<string> all = [];
        foreach (string table in ConversationAccess.Tables)
        {
            heldBack[table] = "what its triggers do could not be looked at";
            await MeasureAsync(ConversationTestKind.Triggers, table, async () =>
            {
                (IReadOnlyList<string> triggers, IReadOnlyList<TriggerEffect> effects) =
                    await TriggerEffects.OfInsertAsync(transaction, table, cancellation);
                heldBack[table] = TriggerTest.HeldBack(effects, request.AllowTriggers);
                all.AddRange(effects.Select(effect => $"{effect.Trigger} {effect.What}"));
                return TriggerTest.Judge(table, triggers, effects, request.AllowTriggers);
            });
        }

        return (heldBack, all);
    }

    private async Task<FoundSession?> SessionAsync(ConversationAccess access)
    {
        FoundSession? session = null;
        if (request.SessionKey is { } key)
        {
            _results.Add(SessionKeyTest.Judge(key));
            await MeasureAsync(ConversationTestKind.Session, key, async () =>
            {
                (ConversationTestResult result, session) = await SessionTest.RunAsync(transaction, key, access, cancellation);
                return result;
            });
        }

        return session;
    }

    private async Task<Dictionary<string, TableColumn[]>> ColumnsAsync() => (await transaction.QueryAsync(
        Sql.Of("Conversations/TableColumns.sql"),
        [ConversationAccess.Tables.ToArray()],
        row => (Table: row.GetString(0), Column: new TableColumn(row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4))),
        cancellation))
        .GroupBy(row => row.Table, row => row.Column, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>One test, whose failure is a result that was not measured, and ends no other.</summary>
    private async Task MeasureAsync(ConversationTestKind test, string subject, Func<Task<ConversationTestResult>> measure)
    {
        try
        {
            _results.Add(await transaction.InSavepointAsync(measure, cancellation));
        }
        catch (XmrtException missing) when (missing.ErrorId == "RelationMissing" && test is ConversationTestKind.Saving or ConversationTestKind.Session or ConversationTestKind.KeyClash
            && missing.InnerException is DbException)
        {
            _results.Add(ConversationTestResult.Failed(test, subject, PolicyTest.Missing(
                test == ConversationTestKind.Saving ? subject : ConversationAccess.Sessions)));
        }
        catch (XmrtException fault) when (fault.ErrorId != "ConnectionLost")
        {
            _results.Add(ConversationTestResult.NotMeasured(test, subject, HealthWords.Of(fault, Limits.Read.Statement), fault.Remedy));
        }
    }
}
