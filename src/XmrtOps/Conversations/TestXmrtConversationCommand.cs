using System.Collections;
using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Module;

namespace XmrtOps.Conversations;

/// <summary>Finds out why conversations are not saved (runbook, chapter 5).</summary>
[Cmdlet(VerbsDiagnostic.Test, "XmrtConversation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ConversationTestResult), typeof(bool))]
public sealed class TestXmrtConversationCommand : ConnectedCmdlet
{
    private readonly HashSet<XmrtConnection> _tested = [];
    private bool _isProven = true;
    private bool _isAnythingTested;
    private ConversationTestRequest _request = new();

    /// <summary>Also tests the session of this key, to the letter; records of Get-XmrtConversation have it.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? SessionKey { get; set; }

    /// <summary>Also tests this message or memory: JSON text, a table of its fields, or an object.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Message { get; set; }

    /// <summary>Also tests as the user whose token has these claims, such as @{ sub = '…' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Claim { get; set; }

    /// <summary>Roles that the application writes as, and which therefore have to be able to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RoleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Role { get; set; } = [ConversationTestRequest.Service];

    /// <summary>Time within which rows are expected: 1m to 1d; an hour if omitted.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Window { get; set; } = TimeArgument.From("1h");

    /// <summary>Tries inserts also where triggers call out, or may.</summary>
    [Parameter]
    public SwitchParameter AllowTriggers { get; set; }

    /// <summary>Returns true or false instead: true only if every test was made and passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Does not ask before inserts are tried in production.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsWhatIf =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
            ? given is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    private protected override void Begin()
    {
        TimeSpan window = Window.Duration(nameof(Window));
        if (window < TimeSpan.FromMinutes(1) || window > TimeSpan.FromDays(1))
        {
            throw Errors.DurationOutOfRange(nameof(Window), Window.ToString(), "1m to 1d");
        }

        _request = new ConversationTestRequest
        {
            Window = window,
            Writers = Role,
            Message = MessageInput.Read(Message),
            Claims = MessageInput.Claims(Claim),
            AllowTriggers = AllowTriggers,
        };
    }

    private protected override void Process()
    {
        List<XmrtConnection> connections = ResolveConnections();
        // One that could not be opened is no proof either.
        _isProven &= connections.Count == (Connection?.Length ?? 1);
        foreach (XmrtConnection connection in connections)
        {
            try
            {
                Test(connection);
            }
            catch (XmrtException fault)
            {
                _isProven = false;
                WriteError(ErrorRecords.From(
                    Await((notices, cancellation) => ExplainAsync(fault, connection, notices, cancellation)), connection));
            }
        }
    }

    private protected override void End()
    {
        if (Quiet)
        {
            WriteObject(_isProven && _isAnythingTested);
        }
    }

    private void Test(XmrtConnection connection)
    {
        ConversationTestRequest request = _request with
        {
            SessionKey = MyInvocation.BoundParameters.ContainsKey(nameof(SessionKey)) ? SessionKey ?? "" : null,
            IsGeneral = _tested.Add(connection),
        };
        ConversationLook look = Await((notices, cancellation) =>
            ConversationTester.LookAsync(connection, request, notices, cancellation));
        List<ConversationTestResult> tried = look.Obstacle is { } obstacle
            ? NotTried(look, obstacle)
            : MayTry(connection, look)
                ? Await((notices, cancellation) => ConversationTester.TryAsync(connection, look, notices, cancellation))
                : NotTried(look, IsWhatIf ? "-WhatIf was given" : "the question was answered with no");
        DateTimeOffset now = DateTimeOffset.Now;
        foreach (ConversationTestResult result in look.Results.Concat(tried))
        {
            _isAnythingTested = true;
            _isProven &= result.Passed == true;
            if (!Quiet)
            {
                WriteObject(result.Of(connection.Name, now));
            }
        }
    }

    /// <summary>In production it is asked for; what is tried is rolled back, but its locks and triggers are real.</summary>
    private bool MayTry(XmrtConnection connection, ConversationLook look)
    {
        if (!IsWhatIf && !MyInvocation.BoundParameters.ContainsKey("Confirm") && (Force || !connection.IsProduction))
        {
            return true;
        }

        string host = connection.HostName is { } name && name != connection.Name ? $" ({name})" : "";
        string action = InsertQuestion.Of(look);
        string question = $"{(connection.IsProduction ? "PRODUCTION " : "")}{connection.Name}{host}: {action}";
        return ShouldProcess(question, question, "Confirm");
    }

    private static List<ConversationTestResult> NotTried(ConversationLook look, string reason) =>
    [
        .. look.Attempts.Select(attempt => ConversationTestResult.NotMeasured(
            ConversationTestKind.Insert, attempt.Subject, $"not tried: {attempt.HeldBack ?? reason}")),
    ];
}
