using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;
using XmrtOps.Connections;
using XmrtOps.Faults;

namespace XmrtOps.Cmdlets;

/// <summary>Fetches a secret from where a profile says it is. No value is shown, logged or kept.</summary>
internal static class SecretReader
{
    private const string Ask = "param($Name, $Vault) "
        + "if ($Vault) { Get-Secret -Name $Name -Vault $Vault -ErrorAction Stop } "
        + "else { Get-Secret -Name $Name -ErrorAction Stop }";

    /// <exception cref="XmrtException">SecretNotAvailable, SecretInProfile, InvalidSecretSource.</exception>
    public static SecureString Read(XmrtCmdlet cmdlet, string from)
    {
        SecretSource source = SecretSource.Parse("The profile's setting", from);
        return source.Variable is { } variable ? FromEnvironment(from, variable) : FromVault(cmdlet, from, source);
    }

    private static SecureString FromEnvironment(string from, string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value.Conceal()
            : throw Errors.SecretNotAvailable(
                from, "the variable is not set", $"Set {variable} in the environment of this session.");

    private static SecureString FromVault(XmrtCmdlet cmdlet, string from, SecretSource source)
    {
        if (cmdlet.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is null)
        {
            throw Errors.SecretNotAvailable(
                from,
                "the module Microsoft.PowerShell.SecretManagement is not installed",
                "Install-PSResource Microsoft.PowerShell.SecretManagement, and a vault for it.");
        }

        cmdlet.WriteVerbose($"Asking Get-Secret for {from}");
        Collection<PSObject> found;
        try
        {
            found = cmdlet.InvokeCommand.InvokeScript(
                Ask, useNewScope: true, PipelineResultTypes.None, input: null, source.Name, source.Vault);
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw Errors.SecretNotAvailable(
                from,
                exception.Message.TrimEnd('.'),
                "Get-SecretInfo lists what the vaults hold; Unlock-SecretStore opens a locked one.",
                exception);
        }

        return found.Count == 1
            ? Concealed(from, found[0]?.BaseObject)
            : throw Errors.SecretNotAvailable(from, found.Count == 0 ? "no vault has it" : "several vaults have it");
    }

    private static SecureString Concealed(string from, object? secret) => secret switch
    {
        SecureString concealed => concealed,
        PSCredential credential => credential.Password,
        string text => text.Conceal(),
        _ => throw Errors.SecretNotAvailable(from, $"the vault has a {secret?.GetType().Name ?? "null"} by that name, not a text"),
    };
}
