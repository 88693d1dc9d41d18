using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;
using XmrtOps.Shell.Hosting;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Running;

/// <summary>PowerShell's engine, in one runspace on this thread: runs pipelines and shows what goes wrong.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Terminal _terminal;
    private readonly ShellUserInterface _ui;
    private readonly Runspace _runspace;

    public Engine(Terminal terminal, ShellHost host, ShellUserInterface ui)
    {
        EngineEnvironment.Prepare();
        PSStyle.Instance.OutputRendering =
            ui.SupportsVirtualTerminal ? OutputRendering.Host : OutputRendering.PlainText;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        if (OperatingSystem.IsWindows())
        {
            // What runs is what the command line says; a policy set for the machine by its owner still wins.
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        _terminal = terminal;
        _ui = ui;
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.Open();
    }

    /// <summary>Errors written so far, by whatever pipeline.</summary>
    public int Errors { get; private set; }

    /// <summary>Adds a function that runs a script file.</summary>
    public void DefineFunction(string name, ScriptBlock script) =>
        _runspace.SessionStateProxy.InvokeProvider.Item.Set(
            [$"function:global:{name}"], script, force: true, literalPath: true);

    /// <summary>Runs a pipeline to its end.</summary>
    /// <param name="build">Adds its commands.</param>
    /// <param name="take">Takes each output object at once; null shows them as text.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it wrote no error and was not stopped.</returns>
    public bool Run(Action<PowerShell> build, Action<PSObject>? take, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return false;
        }

        int before = Errors;
        using PowerShell pipeline = PowerShell.Create(_runspace);
        build(pipeline);
        if (take is null)
        {
            pipeline.AddCommand(new CmdletInfo("Show-Output", typeof(ShowOutputCommand)));
        }

        pipeline.Streams.Error.DataAdded += (_, _) =>
        {
            foreach (ErrorRecord error in pipeline.Streams.Error.ReadAll())
            {
                Report(error, PowerShell.Create(RunspaceMode.CurrentRunspace));
            }
        };
        Forget(pipeline.Streams.Warning);
        Forget(pipeline.Streams.Verbose);
        Forget(pipeline.Streams.Debug);
        Forget(pipeline.Streams.Progress);
        Forget(pipeline.Streams.Information);
        using PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, _) =>
        {
            foreach (PSObject item in output.ReadAll())
            {
                take?.Invoke(item);
            }
        };

        try
        {
            // Stop() waits for the pipeline, which may just be waiting for this very call.
            using CancellationTokenRegistration _ = cancellation.Register(() => pipeline.BeginStop(null, null));
            pipeline.Invoke(input: null, output, settings: null);
            return Errors == before && !cancellation.IsCancellationRequested;
        }
        catch (PipelineStoppedException)
        {
            return false;
        }
        catch (RuntimeException exception)
        {
            ReportFailure(exception);
            return false;
        }
        finally
        {
            _terminal.EndProgress();
        }
    }

    /// <summary>Shows what ended a pipeline, or kept it from starting.</summary>
    public void ReportFailure(RuntimeException exception) =>
        Report(new ErrorRecord(exception.ErrorRecord, exception), PowerShell.Create(_runspace));

    public void Dispose() => _runspace.Dispose();

    /// <summary>The host has shown them: kept as well, they would fill the memory of a script that runs for days.</summary>
    private static void Forget<T>(PSDataCollection<T> stream) => stream.DataAdded += (_, _) => stream.Clear();

    private void Report(ErrorRecord error, PowerShell viewer)
    {
        Errors++;
        StockCommands.Explain(error);
        using PowerShell pipeline = viewer;
        HostText usual = _ui.HostText;
        _ui.HostText = HostText.ToError;
        try
        {
            pipeline.AddCommand("Out-Default").AddParameter("InputObject", error).Invoke();
        }
        finally
        {
            _ui.HostText = usual;
        }
    }
}
