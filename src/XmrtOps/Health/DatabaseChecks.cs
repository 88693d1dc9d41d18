using System.Diagnostics;
using XmrtOps.Faults;
using XmrtOps.Health.Checks;

namespace XmrtOps.Health;

/// <summary>The database's components: which question each asks, and who judges the answer.</summary>
internal sealed class DatabaseChecks(HealthQuestions questions)
{
    private static readonly Dictionary<HealthComponent, string[]> s_tables = new()
    {
        [HealthComponent.UptimeChecks] = [UptimeChecks.Frontend, UptimeChecks.Services],
        [HealthComponent.FunctionErrors] = [.. FunctionErrors.Sources.Select(source => source.Table)],
        [HealthComponent.VercelFunctionErrors] = [VercelFunctionErrors.Table],
        [HealthComponent.Messages] = [ConversationActivity.Table],
        [HealthComponent.Sessions] = [ConversationActivity.Table, SessionFlags.Table],
    };

    private ServerState? _server;
    private double _latencyMs;
    private Measurement<ConversationActivity>? _conversations;

    /// <summary>Measures one component; what it cannot measure is Unknown.</summary>
    /// <param name="component">The component.</param>
    /// <param name="all">All that will be asked for: their tables are looked up at once.</param>
    /// <exception cref="XmrtException">The server itself cannot be asked.</exception>
    public async Task<HealthCheck> MeasureAsync(HealthComponent component, IReadOnlyList<HealthComponent> all)
    {
        // A server that does not even answer this is not asked anything else.
        if (_server is null)
        {
            await GreetAsync(all);
        }

        if (questions.WhyEnough is { } enough)
        {
            return HealthCheck.NotMeasured(component, enough, HealthQuestions.Alone);
        }

        try
        {
            return await AskAsync(component);
        }
        catch (XmrtException fault)
        {
            return HealthCheck.NotMeasured(component, HealthWords.Of(fault, questions.Timeout));
        }
    }

    private async Task GreetAsync(IReadOnlyList<HealthComponent> all)
    {
        _server = await questions.AskAsync(ServerState.Question, ServerState.Read);
        _latencyMs = await questions.PingAsync();
        string[] tables = [.. all.SelectMany(one => s_tables.GetValueOrDefault(one) ?? []).Distinct(StringComparer.Ordinal)];
        if (tables.Length > 0)
        {
            await questions.LookAroundAsync(_server.Role, tables);
        }
    }

    private async Task<HealthCheck> AskAsync(HealthComponent component)
    {
        DateTimeOffset now = _server!.ServerClock;
        return component switch
        {
            HealthComponent.Database => _server.JudgeLatency(_latencyMs, DateTimeOffset.Now),
            HealthComponent.Recovery => _server.JudgeRecovery(),
            HealthComponent.Connections =>
                (await questions.AskAsync(ConnectionUse.Question, ConnectionUse.Read)).Judge(),
            HealthComponent.LongestStatement =>
                (await questions.AskAsync(LongestStatement.Question, LongestStatement.Read)).Judge(_server.Role),
            HealthComponent.IdleInTransaction =>
                (await questions.AskAsync(IdleTransaction.Question, IdleTransaction.Read)).Judge(_server.Role),
            HealthComponent.TransactionAge =>
                (await questions.AskAsync(TransactionAge.Question, TransactionAge.Read)).Judge(),
            HealthComponent.UptimeChecks => UptimeChecks.Judge(
                await questions.MeasureListAsync(UptimeChecks.Frontend, UptimeChecks.FrontendQuestion, UptimeSeries.Read),
                await questions.MeasureListAsync(UptimeChecks.Services, UptimeChecks.ServicesQuestion, UptimeSeries.Read),
                now),
            HealthComponent.FunctionErrors => await FunctionErrorsAsync(),
            HealthComponent.VercelFunctionErrors => Of(
                component,
                await questions.MeasureAsync(
                    VercelFunctionErrors.Table, VercelFunctionErrors.Question, VercelFunctionErrors.Read),
                errors => errors.Judge(now)),
            HealthComponent.Messages => Of(component, await ConversationsAsync(), activity => activity.Judge(now)),
            HealthComponent.Sessions => await SessionsAsync(),
            _ => throw new UnreachableException($"{component} is no component of a database."),
        };
    }

    private async Task<HealthCheck> FunctionErrorsAsync()
    {
        List<Measurement<FunctionErrorCount>> counts = [];
        foreach ((string table, string question) in FunctionErrors.Sources)
        {
            counts.Add(await questions.MeasureAsync(table, question, FunctionErrorCount.Read));
        }

        return FunctionErrors.Judge(counts);
    }

    private async Task<HealthCheck> SessionsAsync()
    {
        Measurement<ConversationActivity> conversations = await ConversationsAsync();
        return conversations.Value is { } activity
            ? SessionFlags.Judge(
                activity, await questions.MeasureAsync(SessionFlags.Table, SessionFlags.Question, SessionFlags.Read))
            : Of(HealthComponent.Sessions, conversations, _ => throw new UnreachableException());
    }

    // One reading of a long table serves both components.
    private async Task<Measurement<ConversationActivity>> ConversationsAsync() => _conversations ??=
        await questions.MeasureAsync(
            ConversationActivity.Table, ConversationActivity.Question, ConversationActivity.Read);

    private static HealthCheck Of<T>(HealthComponent component, Measurement<T> measured, Func<T, HealthCheck> judge)
        where T : class =>
        measured.Value is { } value
            ? judge(value)
            : HealthCheck.NotMeasured(component, measured.Reason!, measured.Remedy);
}
