using System.Management.Automation;
using XmrtOps.Cmdlets;
using XmrtOps.Module;

namespace XmrtOps.Authentication;

/// <summary>Reads a token or key: header, claims, times, and what kind it is (runbook, chapter 2). It verifies nothing.</summary>
[Cmdlet(VerbsData.ConvertFrom, "XmrtJwt")]
[OutputType(typeof(DecodedJwt))]
public sealed class ConvertFromXmrtJwtCommand : XmrtCmdlet
{
    /// <summary>The token or key, as text or SecureString; "Bearer" before it and line breaks in it do no harm.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowNull]
    public object? Token { get; set; }

    private protected override void Process() =>
        WriteObject(JwtDecoder.Decode(TokenInput.Read(Token), DateTimeOffset.Now));
}
