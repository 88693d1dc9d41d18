using System.Globalization;
using System.Management.Automation.Host;

namespace XmrtOps.Shell.Hosting;

/// <summary>The program as PowerShell's engine sees it.</summary>
internal sealed class ShellHost(ShellUserInterface ui) : PSHost
{
    /// <summary>What the script said with `exit n`; null if it did not.</summary>
    public int? RequestedExitCode { get; private set; }

    public override string Name => "xmrtops";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI => ui;

    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("xmrtops runs scripts and has no prompt to suspend them to; pwsh has.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("There is no nested prompt to leave.");

    public override void NotifyBeginApplication()
    {
        // Programs that the script starts share the terminal as it is.
    }

    public override void NotifyEndApplication()
    {
        // As above.
    }
}
