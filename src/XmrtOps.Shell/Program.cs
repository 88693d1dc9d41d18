using System.Management.Automation;
using System.Reflection;
using XmrtOps.Shell;
using XmrtOps.Shell.Arguments;
using XmrtOps.Shell.Output;
using XmrtOps.Shell.Running;

using Terminal terminal = Terminal.Standard();
try
{
    ShellOptions options = CommandLine.Parse(args);
    if (options.Help)
    {
        terminal.WriteOutput(HelpText.Full + Environment.NewLine);
        return ExitCode.Success;
    }

    if (options.Version)
    {
        string versions = $"xmrtops {VersionOf(typeof(CommandLine))}, PowerShell {VersionOf(typeof(PSObject))}";
        terminal.WriteOutput(versions + Environment.NewLine);
        return ExitCode.Success;
    }

    using Interruption interruption = new();
    return new ShellRun(options, Script.Of(options), terminal, interruption).Run();
}
catch (UsageException exception)
{
    terminal.WriteError($"xmrtops: {exception.Message}{Environment.NewLine}{HelpText.Usage}{Environment.NewLine}");
    return ExitCode.WrongUsage;
}

static string VersionOf(Type type) =>
    type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', ' ')[0];
