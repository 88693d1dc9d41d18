using System.Management.Automation;
using XmrtOps.Shell.Arguments;

namespace XmrtOps.Shell.Running;

/// <summary>What the run is for.</summary>
internal abstract class Script
{
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static Script Of(ShellOptions options) => options switch
    {
        { File: { } path } => ScriptFile.Read(path, options.FileArguments),
        { Command: "-" } => new ScriptText(Console.In.ReadToEnd()),
        _ => new ScriptText(options.Command!),
    };

    /// <summary>Gets the engine ready for it.</summary>
    /// <returns>Adds the script to a pipeline.</returns>
    /// <exception cref="RuntimeException">It is no valid script, or lacks what it requires.</exception>
    public abstract Action<PowerShell> Prepare(Engine engine, CancellationToken cancellation);
}
