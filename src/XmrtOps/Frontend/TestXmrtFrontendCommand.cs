using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Faults;
using XmrtOps.Health;
using XmrtOps.Module;

namespace XmrtOps.Frontend;

/// <summary>Finds out why the frontend is down (runbook, chapter 1).</summary>
[Cmdlet(VerbsDiagnostic.Test, "XmrtFrontend")]
[OutputType(typeof(FrontendTestResult), typeof(bool))]
public sealed class TestXmrtFrontendCommand : ConnectedCmdlet
{
    private TimeSpan _timeout;
    private bool _isProven = true;
    private bool _isAnythingTested;

    /// <summary>Address to test instead of the connection's frontend, such as a deployment's own.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public Uri? Url { get; set; }

    /// <summary>Longest wait for each thing: 100ms to 1m.</summary>
    [Parameter]
    [TimeTransformation]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeArgument.From("10s");

    /// <summary>Returns true or false instead: true only if every test was made and passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Begin()
    {
        _timeout = Timeout.Duration(nameof(Timeout));
        if (_timeout < HealthThresholds.ShortestTimeout || _timeout > HealthThresholds.LongestTimeout)
        {
            throw Errors.DurationOutOfRange(nameof(Timeout), Timeout.ToString(), "between 100ms and 1m");
        }
    }

    private protected override void Process()
    {
        // What cannot be tested at all is no proof either, also where it is an error.
        bool wasProven = _isProven;
        _isProven = false;
        List<XmrtConnection> connections = ResolveConnections();
        _isProven = wasProven && connections.Count == (Connection?.Length ?? 1);
        foreach (XmrtConnection connection in connections)
        {
            try
            {
                Test(connection);
            }
            catch (XmrtException fault)
            {
                _isProven = false;
                WriteError(ErrorRecords.From(fault, connection));
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
        FrontendTestRequest request = new() { Url = AddressOf(connection), Timeout = _timeout };
        foreach (FrontendTestResult result in Await((notices, cancellation) =>
            FrontendTester.TestAsync(connection, request, notices, cancellation)))
        {
            _isAnythingTested = true;
            _isProven &= result.Passed == true;
            if (!Quiet)
            {
                WriteObject(result);
            }
        }
    }

    private Uri AddressOf(XmrtConnection connection)
    {
        Uri url = Url ?? connection.FrontendUrl ?? throw Errors.NoFrontendUrl(connection.Name);
        return url is { IsAbsoluteUri: true, Host.Length: > 0 } && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw Errors.NotAWebAddress(url.OriginalString);
    }
}
