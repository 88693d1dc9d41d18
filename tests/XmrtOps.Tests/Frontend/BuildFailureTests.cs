using CsCheck;
using XmrtOps.Frontend;
using XmrtOps.Logs;

namespace XmrtOps.Tests.Frontend;

/// <summary>The line of a failed build's log that says why; a ! before a line marks an error.</summary>
public sealed class BuildFailureTests
{
    [Theory]
    [InlineData("!Failed to compile.|!|!./app/page.tsx:3:1|!Module not found: Can't resolve 'x'|!Error: Command \"npm run build\" exited with 1", 3)]
    [InlineData("!npm error code ERESOLVE|!npm error ERESOLVE unable to resolve dependency tree|!Error: Command \"npm install\" exited with 1", 0)]
    [InlineData("npm warn deprecated glob@7: error prone|!Type error: Property 'a' does not exist on type 'B'.|!Error: Command \"npm run build\" exited with 1", 1)]
    [InlineData("src/a.ts(1,2): error TS2304: Cannot find name 'x'.|!Error: Command \"tsc\" exited with 2", 0)]
    [InlineData("!FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory|!Error: Command \"npm run build\" exited with SIGKILL", 0)]
    [InlineData("!sh: line 1: next: command not found|!Error: Command \"next build\" exited with 127", 0)]
    [InlineData("!Something odd failed|!Error: Command \"npm run build\" exited with 1", 0)]
    [InlineData("!Error: Command \"npm run build\" exited with 1", 0)]
    [InlineData("Compiled with 0 errors|Deployment completed", null)]
    [InlineData("", null)]
    public void The_cause_is_found_and_not_what_follows_from_it(string log, int? expected) =>
        Assert.Equal(expected, BuildFailure.Find(Lines(log)));

    [Fact]
    public void The_file_before_the_cause_is_named()
    {
        Assert.Equal("./app/chat/[id]/page.tsx:14:1", BuildFailure.FileOf(Lines("!Failed to compile.|!./app/chat/[id]/page.tsx:14:1|!Module not found"), 2));
        Assert.Null(BuildFailure.FileOf(Lines("!Failed to compile.|!Module not found"), 1));
    }

    [Fact]
    public void Any_log_is_read() => Gen.String.Array[0, 5].Sample(texts =>
    {
        int? found = BuildFailure.Find([.. texts.Select(text => Line(text, isError: true))]);
        Assert.True(found is null || found < texts.Length);
    });

    private static DeploymentLogLine[] Lines(string log) =>
        log.Length == 0 ? [] : [.. log.Split('|').Select(line => Line(line.TrimStart('!'), line.StartsWith('!')))];

    private static DeploymentLogLine Line(string text, bool isError) => new()
    {
        Connection = "web",
        DeploymentId = "dpl_a",
        Level = isError ? LogLevel.Error : null,
        Type = isError ? "stderr" : "stdout",
        Text = text,
    };
}
