using System.Runtime.Versioning;
using System.Text;
using XmrtOps.Functions.Saved;
using XmrtOps.Integration.Tests.Functions;
using XmrtOps.Integration.Tests.Support;
using XmrtOps.Rollback;
using XmrtOps.Sandbox.Http;
using XmrtOps.Sandbox.Supabase;
using XmrtOps.State;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>A process that is killed in the middle of a rollback: another one looks at it, and continues it or takes it back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RollbackKillTests(SandboxServer server)
{
    private static readonly string[] s_names = ["ai-chat", "system-health"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_command_goes_on_where_it_stopped()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Dictionary<string, string> good = Prepare(project, session);
        string id = await KilledAsync(project, session, good, isTaken: false);

        RollbackResult rest = Assert.Single(session.Run("Invoke-XmrtRollback -Function ai-chat, system-health -Force").Succeeded().Of<RollbackResult>());

        Assert.Equal("ai-chat: NotNeeded, system-health: Done", string.Join(", ", rest.Steps));
        Assert.All(s_names, name => Assert.Equal(good[name], project.SourceOf(name)));
        Assert.NotEqual(id, rest.JournalId.ToString());
    }

    [Fact]
    public async Task What_was_done_of_it_is_taken_back_whether_its_answer_came_or_not()
    {
        await using FunctionProject project = await FunctionProject.StartAsync(server);
        using PwshSession session = project.Connect();
        Dictionary<string, string> good = Prepare(project, session);
        string id = await KilledAsync(project, session, good, isTaken: true);

        RollbackResult undone = Assert.Single(session.Run($"Undo-XmrtRollback -JournalId {id} -Force").Of<RollbackResult>());

        Assert.Equal("system-health: Done, ai-chat: Done", string.Join(", ", undone.Steps));
        Assert.All(s_names, name => Assert.Equal("broken", project.SourceOf(name)));
    }

    private static Dictionary<string, string> Prepare(FunctionProject project, PwshSession session)
    {
        Dictionary<string, string> good = [];
        foreach (string name in s_names)
        {
            project.Called(name, 200, 20);
            Assert.True(Assert.Single(session.Run($"Save-XmrtFunction {name}").Succeeded().Of<SavedFunction>()).WasHealthy);
            good[name] = project.SourceOf(name);
            Deploy(project, name, "broken");
        }

        return good;
    }

    /// <summary>Kills a process while its second deployment has no answer yet.</summary>
    /// <param name="project">Whose functions are rolled back.</param>
    /// <param name="session">Looks at the journal.</param>
    /// <param name="good">What is deployed.</param>
    /// <param name="isTaken">The platform makes the second deployment.</param>
    /// <returns>The journal's entry.</returns>
    private static async Task<string> KilledAsync(
        FunctionProject project, PwshSession session, Dictionary<string, string> good, bool isTaken)
    {
        TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource isKilled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        project.Platform.Api.Map("POST", $"/v1/projects/{project.Platform.Project.Ref}/functions/deploy", async (request, _) =>
        {
            string name = request.First("slug")!;
            bool isFirst = name == s_names[0] || isKilled.Task.IsCompleted;
            if (isFirst || isTaken)
            {
                Deploy(project, name, request.Text.Contains("broken", StringComparison.Ordinal) ? "broken" : good[name]);
            }

            if (!isFirst)
            {
                waits.SetResult();
                await isKilled.Task;
            }

            return StandInResponse.Json(201, new { slug = name, name, status = "ACTIVE", version = 1, id = "x" });
        });
        string connect = $"$null = Connect-Xmrt -Name killed-rollback -SupabaseApiUrl {project.Platform.Api.BaseAddress} "
            + $"-SupabaseUrl {project.Platform.Address.BaseAddress} -ProjectRef {project.Platform.Project.Ref}; ";
        using ShellProcess shell = ShellProcess.StartWithInput(
            ["-Command", connect + "Invoke-XmrtRollback -Function ai-chat, system-health -Force"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["SUPABASE_ACCESS_TOKEN"] = project.Platform.Identity.SupabaseToken },
            Cancellation);
        Task<ShellResult> ended = shell.EndAsync(Cancellation);
        Assert.True(await Task.WhenAny(waits.Task, ended) == waits.Task, ended.IsCompleted ? (await ended).Error : "");
        await shell.SignalAsync("KILL", Cancellation);
        await ended;
        isKilled.SetResult();
        return Assert.Single(
            session.Run("Get-XmrtJournal Invoke-XmrtRollback -State Interrupted -All").Succeeded().Of<JournalEntry>(),
            entry => entry.Parameters.GetValueOrDefault("RollbackSystem") == project.Platform.Project.Ref).Id.ToString();
    }

    private static void Deploy(FunctionProject project, string name, string source)
    {
        string path = project.Platform.Functions.Find(name)!.EntrypointPath;
        project.Platform.Functions.Deploy(name, [new EdgeFunctionFile(path, Encoding.UTF8.GetBytes(source))], path);
    }
}
