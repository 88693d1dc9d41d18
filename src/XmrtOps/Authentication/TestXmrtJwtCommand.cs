using System.Management.Automation;
using System.Security;
using System.Text;
using XmrtOps.Cmdlets;
using XmrtOps.Connections;
using XmrtOps.Module;

namespace XmrtOps.Authentication;

/// <summary>Verifies a token: signature, times, issuer, audience, role and project, and says what a user sees because of
/// what is wrong (runbook, chapter 2).</summary>
[Cmdlet(VerbsDiagnostic.Test, "XmrtJwt", DefaultParameterSetName = "Jwks")]
[OutputType(typeof(JwtCheck), typeof(bool))]
public sealed class TestXmrtJwtCommand : XmrtCmdlet
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private JwtExpectation _expected = new();

    /// <summary>The token, as text or SecureString; "Bearer" before it and line breaks in it do no harm.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowNull]
    public object? Token { get; set; }

    /// <summary>The project's JWT secret, for what is signed with HS256.</summary>
    [Parameter(ParameterSetName = "Secret", Mandatory = true)]
    public SecureString? Secret { get; set; }

    /// <summary>The project's public keys: a file, an https address, or the JSON itself.</summary>
    [Parameter(ParameterSetName = "Jwks")]
    [ValidateNotNullOrEmpty]
    public string? Jwks { get; set; }

    /// <summary>Longest wait for the address of -Jwks; 10s if omitted.</summary>
    [Parameter(ParameterSetName = "Jwks")]
    [TimeTransformation]
    public TimeArgument? Timeout { get; set; }

    /// <summary>The issuer (iss) that it should have.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Issuer { get; set; }

    /// <summary>The audience (aud) that it should be for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Audience { get; set; }

    /// <summary>The role that it should name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Role { get; set; }

    /// <summary>The reference of the project that it should be of.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectRef { get; set; }

    /// <summary>What clocks may differ by; 30s if omitted, as PostgREST allows.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeArgument? Skew { get; set; }

    /// <summary>Gives true if every check was made and passed, and false otherwise.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override void Begin() => _expected = new JwtExpectation
    {
        Secret = Secret is null ? null : Encoding.UTF8.GetBytes(Secret.Reveal()),
        Jwks = Jwks is null ? null : JwksSource.Of(Jwks, Timeout?.Duration(nameof(Timeout)) ?? s_timeout, GetUnresolvedProviderPathFromPSPath),
        Issuer = Issuer,
        Audience = Audience,
        Role = Role,
        ProjectRef = ProjectRef,
        Skew = Skew?.Duration(nameof(Skew)) ?? JwtExpectation.DefaultSkew,
    };

    private protected override void Process()
    {
        string token = TokenInput.Read(Token);
        IReadOnlyList<JwtCheck> checks = Await((_, cancellation) =>
            JwtChecks.OfAsync(token, _expected, DateTimeOffset.Now, cancellation));
        if (!Quiet)
        {
            WriteObject(checks, enumerateCollection: true);
            return;
        }

        if (checks.FirstOrDefault(check => check is { Name: "Signature", Passed: null }) is { } unverified)
        {
            WriteWarning($"The signature was not verified, so that the answer is False. {unverified.Reason}");
        }

        WriteObject(checks.All(check => check.Passed == true));
    }
}
