using System.Management.Automation;
using XmrtOps.Shell.Arguments;
using XmrtOps.Shell.Hosting;
using XmrtOps.Shell.Json;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Running;

/// <summary>One run, from the import of the module to the removal of the sandbox.</summary>
internal sealed class ShellRun(ShellOptions options, Script script, Terminal terminal, Interruption interruption)
{
    /// <returns>The exit code.</returns>
    public int Run()
    {
        using CancellationTokenSource abandon = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        bool canAsk = !options.NonInteractive && options.Command != "-" && terminal.CanAsk;
        Prompts prompts = new(terminal, new LineReader(terminal, abandon.Token), canAsk);
        ShellUserInterface ui = new(terminal, HostText.ToErrorTerminal, prompts);
        ShellHost host = new(ui);
        JsonArray? json = options.Format == OutputFormat.Json ? new JsonArray(terminal.WriteOutput) : null;

        // Nobody reads on: the script need not go on. Not here and now, since the pipeline is in the midst of writing.
        terminal.Output.Broken += (_, _) => _ = Task.Run(abandon.Cancel, CancellationToken.None);
        try
        {
            using Engine engine = new(terminal, host, ui);
            Run(engine, ui, json, abandon.Token);
            return interruption.ExitCode
                ?? host.RequestedExitCode
                ?? (engine.Errors > 0 ? ExitCode.Failed : ExitCode.Success);
        }
        finally
        {
            json?.Close();
        }
    }

    private static void Drop(PSObject? output)
    {
        // What the preparations return is not what the script was run for.
    }

    private static bool Import(Engine engine, CancellationToken cancellation) => engine.Run(
        p => p.AddCommand("Import-Module").AddParameter("Name", BundledModule.Manifest), Drop, cancellation);

    private void Run(Engine engine, ShellUserInterface ui, JsonArray? json, CancellationToken cancellation)
    {
        try
        {
            if (Import(engine, cancellation) && Connect(engine, cancellation))
            {
                ui.HostText = json is null ? HostText.ToOutput : HostText.ToError;
                RunScript(engine, json, cancellation);
            }
        }
        finally
        {
            ui.HostText = HostText.ToErrorTerminal;
            if (options.Sandbox)
            {
                StopSandboxes(engine);
            }
        }
    }

    private bool Connect(Engine engine, CancellationToken cancellation) =>
        (!options.Sandbox || engine.Run(StartSandbox, Drop, cancellation))
        && (options.Connect is null
            || engine.Run(p => p.AddCommand("Connect-Xmrt").AddArgument(options.Connect), Drop, cancellation));

    // Runs side by side need names of their own; the connection's name, which records show, is the same in all.
    private static void StartSandbox(PowerShell pipeline) => pipeline
        .AddCommand("Start-XmrtSandbox").AddParameter("Name", $"xmrtops-{Environment.ProcessId}")
        .AddCommand("Connect-Xmrt").AddParameter("Name", "sandbox");

    // Those of this process, if the script has left any. Also after Ctrl+C: it ends the script, not the cleaning up.
    private static void StopSandboxes(Engine engine) => engine.Run(
        p => p.AddCommand("Stop-XmrtSandbox").AddParameter("Confirm", false), Drop, CancellationToken.None);

    private void RunScript(Engine engine, JsonArray? json, CancellationToken cancellation)
    {
        try
        {
            Action<PowerShell> commands = script.Prepare(engine, cancellation);
            engine.Run(commands, json is null ? null : json.Add, cancellation);
        }
        catch (RuntimeException exception)
        {
            engine.ReportFailure(exception);
        }
    }
}
