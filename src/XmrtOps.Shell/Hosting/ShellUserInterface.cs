using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Hosting;

/// <summary>Takes what the engine and the commands have to say to a person, and asks what they want to know.</summary>
internal sealed class ShellUserInterface(Terminal terminal, HostText hostText, Prompts prompts) : PSHostUserInterface
{
    private const string Reset = "\e[0m";

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface(terminal);

    public override bool SupportsVirtualTerminal => terminal.Output.HasColour || terminal.Error.HasColour;

    /// <summary>Where text for people goes that is neither output nor a warning or error.</summary>
    public HostText HostText { get; set; } = hostText;

    public override void Write(string value)
    {
        switch (HostText)
        {
            case HostText.ToOutput:
                terminal.WriteOutput(value);
                break;
            case HostText.ToError:
            case HostText.ToErrorTerminal when terminal.Error.IsTerminal:
                terminal.WriteError(value);
                break;
            default:
                break;
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(
        PSStyle.MapForegroundColorToEscapeSequence(foregroundColor)
        + (backgroundColor == RawUI.BackgroundColor ? "" : PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor))
        + value
        + Reset);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => terminal.WriteError(value + Environment.NewLine);

    public override void WriteWarningLine(string message) =>
        WriteNotice(PSStyle.Instance.Formatting.Warning, "WARNING: ", message);

    public override void WriteVerboseLine(string message) =>
        WriteNotice(PSStyle.Instance.Formatting.Verbose, "VERBOSE: ", message);

    public override void WriteDebugLine(string message) =>
        WriteNotice(PSStyle.Instance.Formatting.Debug, "DEBUG: ", message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            terminal.EndProgress();
            return;
        }

        string percent = record.PercentComplete < 0 ? "" : $" {record.PercentComplete} %";
        terminal.ShowProgress($"{record.Activity}: {record.StatusDescription}{percent}");
    }

    public override string ReadLine() => prompts.ReadLine();

    public override SecureString ReadLineAsSecureString() => prompts.ReadSecret();

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        prompts.AskFields(caption, message, descriptions);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        prompts.AskChoice(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        prompts.AskCredential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        prompts.AskCredential(caption, message, userName);

    private void WriteNotice(string style, string label, string message) =>
        terminal.WriteError(style + label + message + Reset + Environment.NewLine);
}
