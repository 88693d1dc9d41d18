using System.Globalization;
using System.Management.Automation.Host;

namespace XmrtOps.Testing;

/// <summary>A console without a terminal: as wide as it is told, in the culture it is told.</summary>
internal sealed class TestHost(int width, CultureInfo culture) : PSHost
{
    public TestUserInterface Console { get; } = new(width);

    public override string Name => "XmrtOps.Testing";

    public override Version Version { get; } = new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => Console;

    public override CultureInfo CurrentCulture => culture;

    public override CultureInfo CurrentUICulture => culture;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The test host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The test host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
