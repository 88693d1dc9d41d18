using Xunit;

namespace XmrtOps.Integration.Tests.Sandboxes;

[CollectionDefinition(Name)]
public sealed class SandboxSuite : ICollectionFixture<SandboxFixture>
{
    public const string Name = "One bare sandbox";
}
