using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace XmrtOps.Testing;

/// <summary>
/// A console with the staged module imported: PowerShell's own engine, one runspace, a thread of its own. The engine
/// brings 48 cmdlets of Microsoft.PowerShell.Core here; what needs Select-Object, ConvertTo-Json and the like is tested
/// by Pester in a real pwsh.
/// </summary>
internal sealed class PwshSession : IDisposable
{
    private readonly TestHost _host;
    private readonly Runspace _runspace;

    // Of runs that can be stopped: whoever stops one may still be in it when the run itself has ended.
    private readonly List<PowerShell> _shells = [];

    // One for the process, and made twice where two runspaces ask for it at once: so here, before there is any.
    static PwshSession() => PSStyle.Instance.OutputRendering = OutputRendering.PlainText;

    /// <param name="width">Columns of the console.</param>
    /// <param name="culture">Such as <c>de-DE</c>; the invariant one by default.</param>
    /// <param name="import">The module to import; null for none.</param>
    public PwshSession(int width = 80, string culture = "", string? import = "XmrtOps")
    {
        _host = new TestHost(width, CultureInfo.GetCultureInfo(culture));
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        state.ThrowOnRunspaceOpenError = true;
        state.Commands.Add(new SessionStateCmdletEntry("Capture-TestOutput", typeof(CaptureCommand), null));
        if (import is not null)
        {
            state.ImportPSModule([import == "XmrtOps" ? StagedModule.Manifest : import]);
        }

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        try
        {
            _runspace.Open();
            // The engine asks the host for its culture only to hand it to scripts; threads get theirs from the process.
            Run($$"""
                [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{{culture}}'
                """).Succeeded();
        }
        catch
        {
            // Its thread would keep the process alive.
            _runspace.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _shells.ForEach(shell => shell.Dispose());
    }

    /// <summary>Gives the scripts a variable.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    public object? Get(string name) => _runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Runs a script as a user types it.</summary>
    /// <param name="script">What is typed.</param>
    /// <param name="answers">The choices to make when asked, such as "Yes"; a question without one fails.</param>
    public PwshResult Run(string script, params string[] answers)
    {
        Transcript transcript = new();
        using PowerShell shell = Prepare(script, transcript, answers);
        return Invoke(shell, transcript);
    }

    /// <summary>Starts a script, to be watched and stopped.</summary>
    public PwshRun Start(string script, params string[] answers)
    {
        Transcript transcript = new();
        PowerShell shell = Prepare(script, transcript, answers);
        _shells.Add(shell);
        // A thread and not the pool: several sessions that wait must not starve the work they wait for.
        Task<PwshResult> completion = Task.Factory.StartNew(
            () => Invoke(shell, transcript),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return new PwshRun(shell, transcript, completion);
    }

    private PowerShell Prepare(string script, Transcript transcript, string[] answers)
    {
        _host.Console.Transcript = transcript;
        _host.Console.Answer(answers);
        PowerShell shell = PowerShell.Create(_runspace);
        // What the console host does with a line: errors go the way of the output, so that they appear in its order.
        shell.AddScript(script, useLocalScope: false);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Capture-TestOutput").AddParameter("Seen", (Action<PSObject?>)transcript.Output);
        shell.AddCommand("Out-Default");
        return shell;
    }

    private PwshResult Invoke(PowerShell shell, Transcript transcript)
    {
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            transcript.Stopped();
        }
        catch (RuntimeException terminating)
        {
            transcript.Terminating(terminating.ErrorRecord);
            Render(terminating.ErrorRecord);
        }

        // A stop that came when the last command had just ended is no exception.
        if (shell.InvocationStateInfo.State == PSInvocationState.Stopped)
        {
            transcript.Stopped();
        }

        return transcript.Snapshot();
    }

    private void Render(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        PSObject shown = PSObject.AsPSObject(error);
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").AddParameter("InputObject", shown).Invoke();
    }
}
