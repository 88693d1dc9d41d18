using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using XmrtOps.Shell.Output;

namespace XmrtOps.Shell.Hosting;

/// <summary>Asks the person at the terminal; where nobody is, what wants to ask fails.</summary>
internal sealed class Prompts(Terminal terminal, LineReader lines, bool canAsk)
{
    private const string Remedy = "Give all values as parameters, and -Force or -Confirm:$false where the command is to "
        + "run unasked; or run it at a terminal, without -NonInteractive.";

    public string ReadLine() => canAsk ? lines.Read() : throw NobodyToAsk("The script wants a line of input.");

    public SecureString ReadSecret() => canAsk ? lines.ReadSecret() : throw NobodyToAsk("The script wants a secret.");

    public int AskChoice(
        string caption, string message, IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
    {
        if (!canAsk)
        {
            throw NobodyToAsk($"The command asks for confirmation: {OneLine(message.Length > 0 ? message : caption)}");
        }

        ChoiceMenu menu = new(choices, defaultChoice);
        Introduce(caption, message);
        while (true)
        {
            terminal.Ask(menu.Question);
            string answer = lines.Read().Trim();
            if (answer == "?")
            {
                terminal.Ask(menu.Help);
            }
            else if (menu.Find(answer) is { } choice)
            {
                return choice;
            }
        }
    }

    public Dictionary<string, PSObject> AskFields(
        string caption, string message, IReadOnlyList<FieldDescription> fields)
    {
        if (!canAsk)
        {
            throw NobodyToAsk($"A value is missing for: {string.Join(", ", fields.Select(f => f.Name))}.");
        }

        Introduce(caption, message);
        return fields.ToDictionary(
            field => field.Name, field => PSObject.AsPSObject(AskField(field)), StringComparer.OrdinalIgnoreCase);
    }

    public PSCredential AskCredential(string caption, string message, string userName)
    {
        if (!canAsk)
        {
            throw NobodyToAsk("The command wants a user name and a password.");
        }

        Introduce(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            terminal.Ask("User: ");
            userName = lines.Read();
        }

        terminal.Ask($"Password for {userName}: ");
        return new PSCredential(userName, lines.ReadSecret());
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// One of the engine's own exceptions: cmdlets let those through, and the engine shows the record of this one.
    /// </summary>
    private static HostException NobodyToAsk(string what)
    {
        string message = $"{what} Nobody can be asked in this run.";

        // Of what fails in a script's own function, the engine passes on the exception's text alone.
        HostException exception = new(
            $"{message} {Remedy}", innerException: null, "NonInteractive", ErrorCategory.ResourceUnavailable);
        exception.ErrorRecord.ErrorDetails = new ErrorDetails(message) { RecommendedAction = Remedy };
        return exception;
    }

    private object AskField(FieldDescription field)
    {
        bool isList = field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal);
        if (!isList)
        {
            return AskValue(field, field.Name);
        }

        // A list ends with an empty line.
        List<object> values = [];
        while (AskValue(field, $"{field.Name}[{values.Count}]") is var value and not "")
        {
            values.Add(value);
        }

        return values.ToArray();
    }

    private object AskValue(FieldDescription field, string label)
    {
        if (field.ParameterTypeFullName.StartsWith(typeof(PSCredential).FullName!, StringComparison.Ordinal))
        {
            return AskCredential(label, field.HelpMessage ?? "", userName: "");
        }

        terminal.Ask($"{label}: ");
        return field.ParameterTypeFullName.StartsWith(typeof(SecureString).FullName!, StringComparison.Ordinal)
            ? lines.ReadSecret()
            : lines.Read();
    }

    private void Introduce(params IEnumerable<string> texts)
    {
        foreach (string text in texts.Where(text => !string.IsNullOrEmpty(text)))
        {
            terminal.Ask(Environment.NewLine + text);
        }

        terminal.Ask(Environment.NewLine);
    }
}
