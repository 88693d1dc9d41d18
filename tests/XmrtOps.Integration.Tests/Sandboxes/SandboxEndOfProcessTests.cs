using System.Net;
using System.Net.Sockets;
using XmrtOps.Sandbox;

namespace XmrtOps.Integration.Tests.Sandboxes;

public sealed class SandboxEndOfProcessTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_that_ends_the_process_removes_its_sandboxes_and_still_ends_it(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        using var owner = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var one = await owner.StartSandboxAsync("one", Cancellation);
        var two = await owner.StartSandboxAsync("two", Cancellation);

        await owner.SignalAsync(signal, Cancellation);

        Assert.Equal(exitCode, await owner.WaitForEndAsync(Cancellation));
        await AssertGoneAsync(one);
        await AssertGoneAsync(two);
    }

    [Fact]
    public async Task Exit_removes_its_sandboxes_and_keeps_the_exit_code()
    {
        using var owner = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var sandbox = await owner.StartSandboxAsync("one", Cancellation);

        await owner.AskAsync("exit 7", Cancellation);

        Assert.Equal(7, await owner.WaitForEndAsync(Cancellation));
        await AssertGoneAsync(sandbox);
    }

    [Fact]
    public async Task What_a_killed_process_left_is_listed_and_removed_by_the_next_start()
    {
        using var killed = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var left = await killed.StartSandboxAsync("left", Cancellation);
        await killed.KillAsync(Cancellation);
        using var other = await SandboxProcess.StartAsync(_temporary, Cancellation);

        Assert.True(await IsOpenAsync(left.Port));
        Assert.Contains("left=Leftover", await other.AskAsync("list", Cancellation), StringComparison.Ordinal);
        // Its name is free again.
        var next = await other.StartSandboxAsync("left", Cancellation);

        await AssertGoneAsync(left);
        Assert.True(await IsOpenAsync(next.Port));
        Assert.Contains("left=Running", await other.AskAsync("list", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_left_can_be_stopped_by_name()
    {
        using var killed = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var left = await killed.StartSandboxAsync("left", Cancellation);
        await killed.KillAsync(Cancellation);
        using var other = await SandboxProcess.StartAsync(_temporary, Cancellation);

        Assert.Equal("True", await other.AskAsync("stop left", Cancellation));

        await AssertGoneAsync(left);
        Assert.Equal("False", await other.AskAsync("stop left", Cancellation));
    }

    [Fact]
    public async Task A_folder_without_an_owner_is_removed_and_one_of_an_unknown_version_is_left_alone()
    {
        using var owner = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var root = Path.GetDirectoryName((await owner.StartSandboxAsync("one", Cancellation)).Directory)!;
        var halfMade = Directory.CreateDirectory(Path.Combine(root, "half-made")).FullName;
        var foreign = Directory.CreateDirectory(Path.Combine(root, "foreign")).FullName;
        await File.WriteAllTextAsync(Path.Combine(foreign, "owner.json"), """{"Version":99}""", Cancellation);

        await owner.StartSandboxAsync("two", Cancellation);

        Assert.False(Directory.Exists(halfMade));
        Assert.True(Directory.Exists(foreign));
        Assert.Equal("one=Running,two=Running", OfRoot(await owner.AskAsync("list", Cancellation)));
    }

    [Fact]
    public async Task The_sandbox_of_another_living_process_keeps_its_name_and_is_not_stopped()
    {
        using var owner = await SandboxProcess.StartAsync(_temporary, Cancellation);
        using var other = await SandboxProcess.StartAsync(_temporary, Cancellation);
        var sandbox = await owner.StartSandboxAsync("theirs", Cancellation);

        var stopping = await other.AskAsync("stop theirs", Cancellation);
        var starting = await other.AskAsync("start theirs", Cancellation);

        Assert.StartsWith("SandboxOfAnotherProcess: ", stopping, StringComparison.Ordinal);
        Assert.Contains($"process {owner.Id}", stopping, StringComparison.Ordinal);
        Assert.StartsWith("SandboxNameTaken: ", starting, StringComparison.Ordinal);
        Assert.True(await IsOpenAsync(sandbox.Port));
    }

    // The list also shows what other tests have running in the machine's own temporary folder.
    private static string OfRoot(string? list) =>
        string.Join(',', list!.Split(',').Where(entry => entry.StartsWith("one=", StringComparison.Ordinal)
            || entry.StartsWith("two=", StringComparison.Ordinal)));

    private static async Task AssertGoneAsync((int Port, string Directory) sandbox)
    {
        Assert.False(Directory.Exists(sandbox.Directory));
        Assert.False(await IsOpenAsync(sandbox.Port));
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
