using System.Security;
using XmrtOps.Connections;

namespace XmrtOps.Tests.Cmdlets;

public sealed class SecretReaderTests : IDisposable
{
    private const string Vault =
        """
        function Get-Secret {
            [CmdletBinding()] param([string] $Name, [string] $Vault)
            switch ($Name) {
                'text' { "$Vault/hunter2" }
                'secure' { $s = [securestring]::new(); foreach ($c in 'hunter2'.ToCharArray()) { $s.AppendChar($c) }; $s }
                'credential' { $s = [securestring]::new(); $s.AppendChar('x'); [pscredential]::new('ada', $s) }
                'bytes' { , [byte[]](1, 2) }
                'twice' { 'a'; 'b' }
                default { throw 'The secret was not found.' }
            }
        }

        """;

    private readonly PwshSession _session = new();

    public SecretReaderTests() => _session.Run($"Import-Module '{typeof(SecretReaderTests).Assembly.Location}'").Succeeded();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("secret:text", "/hunter2")]
    [InlineData("secret:Ops vault/text", "Ops vault/hunter2")]
    [InlineData("secret:secure", "hunter2")]
    [InlineData("secret:credential", "x")]
    public void A_vaults_secret_is_read_and_never_said(string from, string expected)
    {
        PwshResult result = _session.Run($"{Vault} $s = Invoke-TestSecret '{from}' -Verbose; , $s").Succeeded();

        Assert.Equal(expected, result.Of<SecureString>().Single().Reveal());
        Assert.DoesNotContain("hunter2", result.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret:bytes")]
    [InlineData("secret:twice")]
    [InlineData("secret:missing")]
    [InlineData("env:XMRTOPS_TEST_NOT_SET")]
    public void What_is_no_secret_text_is_a_clear_error(string from)
    {
        PwshResult result = _session.Run($"{Vault} Invoke-TestSecret '{from}'");

        Assert.Equal(["SecretNotAvailable"], result.ErrorIds);
        Assert.Contains(from, result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_is_read()
    {
        string variable = $"XMRTOPS_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, "hunter2");

        Assert.Equal("hunter2", _session.Run($"Invoke-TestSecret env:{variable}").Succeeded().Of<SecureString>().Single().Reveal());
        Environment.SetEnvironmentVariable(variable, null);
    }

    [Fact]
    public void Without_the_module_the_error_says_what_to_install()
    {
        PwshResult result = _session.Run("Invoke-TestSecret secret:Vault/Name");

        Assert.Equal(["SecretNotAvailable"], result.ErrorIds);
        Assert.Contains("SecretManagement", result.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_in_a_secrets_place_is_not_repeated()
    {
        PwshResult result = _session.Run("$ErrorView = 'CategoryView'; Invoke-TestSecret hunter2");

        Assert.Equal(["SecretInProfile"], result.ErrorIds);
        Assert.DoesNotContain("hunter2", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }
}
