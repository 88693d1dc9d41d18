using System.Text;
using XmrtOps.Shell.Output;

namespace XmrtOps.Tests.Shell;

public sealed class ChannelTests
{
    [Fact]
    public void Text_is_written_in_UTF_8_without_a_mark()
    {
        using MemoryStream stream = new();
        using (Channel channel = new(stream, isTerminal: false, hasColour: false))
        {
            channel.Write("ü😀");
        }

        Assert.Equal(Encoding.UTF8.GetBytes("ü😀"), stream.ToArray());
    }

    [Theory]
    [InlineData(true, "\e[31mred\e[0m")]
    [InlineData(false, "red")]
    public void Colours_are_sent_only_where_they_are_seen(bool hasColour, string expected)
    {
        using MemoryStream stream = new();
        using (Channel channel = new(stream, isTerminal: hasColour, hasColour))
        {
            channel.Write("\e[31mred\e[0m");
        }

        Assert.Equal(expected, Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Who_follows_a_file_or_a_pipe_sees_what_was_written_before_the_end()
    {
        using FlushedStream stream = new();
        using Channel channel = new(stream, isTerminal: false, hasColour: false);

        channel.Write("first");

        await stream.Flushed.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("first", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_reader_that_has_gone_is_told_once_and_breaks_nothing()
    {
        using Channel channel = new(new BrokenStream(), isTerminal: true, hasColour: false);
        int told = 0;
        channel.Broken += (_, _) => told++;

        channel.Write("a");
        channel.Write("b");
        channel.Flush();

        Assert.Equal(1, told);
        Assert.True(channel.IsBroken);
    }

    private sealed class FlushedStream : MemoryStream
    {
        private readonly TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Flushed => _flushed.Task;

        public override void Flush() => _flushed.TrySetResult();
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
