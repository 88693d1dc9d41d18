using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace XmrtOps.Testing;

/// <summary>Writes to the transcript of the script that is running, and answers its questions from a list.</summary>
internal sealed class TestUserInterface(int width) : PSHostUserInterface
{
    private readonly Queue<string> _answers = new();

    public Transcript Transcript { get; set; } = new();

    public override PSHostRawUserInterface RawUI { get; } = new TestRawUserInterface(width);

    /// <summary>Labels of the choices to make, such as "Yes" or "No to All", in the order of the questions.</summary>
    public void Answer(IEnumerable<string> labels)
    {
        _answers.Clear();
        foreach (string label in labels)
        {
            _answers.Enqueue(label);
        }
    }

    public override void Write(string value) => Transcript.Screen(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Transcript.Screen(value);

    public override void WriteLine(string value) => Transcript.Screen(value + "\n");

    public override void WriteErrorLine(string value) => Transcript.Screen(value + "\n");

    public override void WriteDebugLine(string message) => Transcript.Screen($"DEBUG: {message}\n");

    public override void WriteVerboseLine(string message)
    {
        Transcript.Verbose(message);
        Transcript.Screen($"VERBOSE: {message}\n");
    }

    public override void WriteWarningLine(string message)
    {
        Transcript.Warning(message);
        Transcript.Screen($"WARNING: {message}\n");
    }

    public override void WriteInformation(InformationRecord record) => Transcript.Information(record);

    public override void WriteProgress(long sourceId, ProgressRecord record) => Transcript.Progress(record);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string[] labels = [.. choices.Select(c => c.Label.Replace("&", "", StringComparison.Ordinal))];
        if (!_answers.TryDequeue(out string? answer))
        {
            throw new HostException($"The test has no answer for: {caption} {message} [{string.Join(", ", labels)}]");
        }

        int chosen = Array.FindIndex(labels, label => string.Equals(label, answer, StringComparison.OrdinalIgnoreCase));
        if (chosen < 0)
        {
            throw new HostException($"'{answer}' is none of the choices: {string.Join(", ", labels)}");
        }

        Transcript.Prompt(new PwshPrompt(caption, message, labels, labels[chosen]));
        return chosen;
    }

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new HostException($"The script asks for {string.Join(", ", descriptions.Select(d => d.Name))}: {message}");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) =>
        throw new HostException($"The script asks for a credential: {message}");

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) =>
        throw new HostException($"The script asks for a credential: {message}");

    public override string ReadLine() => throw new HostException("The script reads a line from its user.");

    public override SecureString ReadLineAsSecureString() => throw new HostException("The script reads a secret.");
}
