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

    private void Run(Engine engine, ShellUserInterface ui, JsonArray? json, CancellationToken cancellation)
    {
        Stack<PSObject> sandboxes = new();
        try
        {
            if (Import(engine, cancellation) && Connect(engine, sandboxes, cancellation))
            {
                ui.HostText = json is null ? HostText.ToOutput : HostText.ToError;
                RunScript(engine, json, cancellation);
            }
        }
        finally
        {
            ui.HostText = HostText.ToErrorTerminal;
            foreach (PSObject sandbox in sandboxes)
            {
                engine.Run(
                    p => p.AddCommand("Stop-XmrtSandbox").AddParameter("Confirm", false).AddArgument(sandbox),
                    Drop,
                    CancellationToken.None);
            }
        }
    }

    private static void Drop(PSObject? output)
    {
        // Preparations show no objects.
    }

    private static bool Import(Engine engine, CancellationToken cancellation) => engine.Run(
        p => p.AddCommand("Import-Module").AddParameter("Name", BundledModule.Manifest), Drop, cancellation);

    private bool Connect(Engine engine, Stack<PSObject> sandboxes, CancellationToken cancellation)
    {
        if (options.Sandbox)
        {
            return engine.Run(p => p.AddCommand("Start-XmrtSandbox"), sandboxes.Push, cancellation)
                && engine.Run(p => p.AddCommand("Connect-Xmrt").AddArgument(sandboxes.Peek()), Drop, cancellation);
        }

        return options.Connect is null
            || engine.Run(p => p.AddCommand("Connect-Xmrt").AddArgument(options.Connect), Drop, cancellation);
    }

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
