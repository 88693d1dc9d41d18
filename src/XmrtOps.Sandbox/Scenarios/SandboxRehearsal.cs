using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace XmrtOps.Sandbox.Scenarios;

/// <summary>The scenario that a sandbox is in: one at a time, so that what is found belongs to it.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "Without wait handles there is nothing to free, and the sandbox may be used to the process's last moment.")]
public sealed class SandboxRehearsal
{
    private readonly SemaphoreSlim _changing = new(1);
    private readonly RunningSandbox _sandbox;
    private ScenarioStage? _stage;

    internal SandboxRehearsal(RunningSandbox sandbox) => _sandbox = sandbox;

    /// <summary>All scenarios, in the order of the runbook.</summary>
    public static IReadOnlyList<SandboxScenario> All { get; } =
    [
        new FrontendBuildFailed(),
        new FrontendFunctionTimeout(),
        new ProjectPaused(),
        new DatabaseUnreachable(),
        new JwtExpired(),
        new JwtSecretMismatch(),
        new AnonKeyStale(),
        new KeyRotatedWithoutRedeploy(),
        new RlsBlocksRead(),
        new RlsBlocksInsert(),
        new FunctionDemandsJwt(),
        new MissingIndex(),
        new AuthRateLimited(),
        new FirewallBlocks(),
        new FunctionMissingSecret(),
        new FunctionTypeError(),
        new BadDeployment(),
        new BadFunction(),
        new BadMigration(),
    ];

    /// <summary>The scenario under way; null for none.</summary>
    public SandboxScenario? Current { get; private set; }

    /// <summary>Since when it is: nothing that belongs to it is older.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>What the scenario under way works on; null for none.</summary>
    internal ScenarioStage? Stage => _stage;

    /// <summary>Puts the sandbox into a scenario. One that cannot be started to its end is taken back.</summary>
    /// <exception cref="SandboxException">ScenarioUnderWay, ScenarioFailed.</exception>
    public async Task StartAsync(SandboxScenario scenario, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Current is { } under)
            {
                throw new SandboxException(
                    "ScenarioUnderWay",
                    $"The sandbox {_sandbox.Name} is in the scenario {under.Name} already.",
                    "End that one first: Invoke-XmrtScenario -End.");
            }

            var stage = new ScenarioStage(_sandbox);
            var startedAt = DateTimeOffset.Now;
            try
            {
                await GuardedAsync(scenario, token => scenario.StartAsync(stage, token), cancellation).ConfigureAwait(false);
            }
            catch
            {
                // What was broken until then must not stay so.
                await GuardedAsync(scenario, token => scenario.EndAsync(stage, token), CancellationToken.None).ConfigureAwait(false);
                throw;
            }

            (_stage, Current, StartedAt) = (stage, scenario, startedAt);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Mends what is still broken.</summary>
    /// <returns>The scenario, since when it was under way, and whether it had been solved before; null where there is none.</returns>
    /// <exception cref="SandboxException">ScenarioFailed: it is still under way.</exception>
    public async Task<(SandboxScenario Scenario, DateTimeOffset StartedAt, bool WasSolved)?> EndAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Current is not { } scenario || _stage is not { } stage) return null;

            var (startedAt, wasSolved) = (StartedAt!.Value, false);
            await GuardedAsync(
                scenario,
                async token =>
                {
                    wasSolved = await scenario.IsSolvedAsync(stage, token).ConfigureAwait(false);
                    await scenario.EndAsync(stage, token).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
            stage.Complaining?.Dispose();
            (_stage, Current, StartedAt) = (null, null, null);
            return (scenario, startedAt, wasSolved);
        }
        finally
        {
            _changing.Release();
        }
    }

    private static async Task GuardedAsync(
        SandboxScenario scenario, Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or HttpRequestException or TimeoutException or ArgumentException or InvalidOperationException)
        {
            throw new SandboxException(
                "ScenarioFailed",
                $"The scenario {scenario.Name} could not be set: {error.Message}",
                "Start a new sandbox: Start-XmrtSandbox -Name another.",
                error);
        }
    }
}
