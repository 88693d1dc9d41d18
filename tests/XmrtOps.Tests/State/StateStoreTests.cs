using System.Data.Common;
using System.Runtime.Versioning;
using XmrtOps.Adapters;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

public sealed class StateStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_file_has_the_newest_schema_keeps_a_log_and_writes_through()
    {
        using StateFixture state = new();

        long version = await AskAsync(state, "PRAGMA user_version");
        long synchronous = await AskAsync(state, "PRAGMA synchronous");
        byte[] header = await File.ReadAllBytesAsync(state.Store.Path, Cancellation);

        Assert.Equal(StateSchema.Newest, version);
        Assert.Equal(2, synchronous);
        Assert.Equal([2, 2], header[18..20]);
        Assert.Equal("XMRT"u8.ToArray(), header[68..72]);
    }

    [Fact]
    public async Task Many_that_start_at_once_upgrade_once()
    {
        using StateFixture state = new();

        long[] versions = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => Task.Run(() => AskAsync(state, "PRAGMA user_version"), Cancellation)));

        Assert.All(versions, version => Assert.Equal(StateSchema.Newest, version));
        Assert.Equal(1, await AskAsync(state, "SELECT count(*) FROM sqlite_schema WHERE name = 'journal'"));
    }

    [Fact]
    public async Task A_file_of_version_0_is_upgraded()
    {
        using StateFixture state = new();
        state.Home.Ensure();
        await File.WriteAllBytesAsync(state.Store.Path, [], Cancellation);

        Assert.Equal(0, await AskAsync(state, "SELECT count(*) FROM journal"));
    }

    [Fact]
    public async Task A_newer_file_is_left_alone()
    {
        using StateFixture state = new();
        await AskAsync(state, "PRAGMA user_version = 99");
        byte[] before = await File.ReadAllBytesAsync(state.Store.Path, Cancellation);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => AskAsync(state, "SELECT 1"));

        Assert.Equal("StateTooNew", fault.ErrorId);
        Assert.Contains("99", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(state.Store.Path, Cancellation));
    }

    [Fact]
    public async Task Another_programs_file_is_left_alone()
    {
        using StateFixture state = new();
        state.Home.Ensure();
        await using (DbDataSource source = Sqlite.CreateDataSource(state.Store.Path))
        {
            await using DbCommand command = source.CreateCommand("CREATE TABLE theirs (x)");
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        byte[] before = await File.ReadAllBytesAsync(state.Store.Path, Cancellation);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => AskAsync(state, "SELECT 1"));

        Assert.Equal("StateUnavailable", fault.ErrorId);
        Assert.Contains("another program", fault.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(state.Store.Path, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task A_damaged_file_is_reported_and_kept(int from)
    {
        using StateFixture state = new();
        for (int i = 0; i < 40; i++)
        {
            await state.Journal.BeginAsync(StateFixture.Details(new string('x', 400)), Cancellation);
        }

        byte[] damaged = await File.ReadAllBytesAsync(state.Store.Path, Cancellation);
        Array.Fill(damaged, (byte)0x5A, from, damaged.Length - from);
        await File.WriteAllBytesAsync(state.Store.Path, damaged, Cancellation);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => state.ReadAsync());

        Assert.Equal("StateDamaged", fault.ErrorId);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(state.Store.Path, Cancellation));
    }

    [Fact]
    public async Task A_directory_in_the_files_place_is_a_clear_condition()
    {
        using StateFixture state = new();
        Directory.CreateDirectory(state.Store.Path);

        XmrtException fault = await Assert.ThrowsAsync<XmrtException>(() => AskAsync(state, "SELECT 1"));

        Assert.Equal("StateUnavailable", fault.ErrorId);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_are_the_owners_alone_also_while_they_are_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists.");
        using StateFixture state = new();

        string[] open = await state.Store.RunAsync(
            async session =>
            {
                await using DbTransaction transaction = await session.Connection.BeginTransactionAsync(Cancellation);
                await session.ScalarAsync("DELETE FROM journal", Cancellation);
                return OpenFiles(state);
            },
            Cancellation);
        File.SetUnixFileMode(state.Store.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await AskAsync(state, "SELECT 1");

        Assert.Empty(open);
        Assert.Empty(OpenFiles(state));
        Assert.False(OwnerOnly.IsOpenToOthers(state.Home.Path));
    }

    private static string[] OpenFiles(StateFixture state) =>
        [.. Directory.GetFiles(state.Home.Path).Where(OwnerOnly.IsOpenToOthers)];

    private static Task<long> AskAsync(StateFixture state, string sql) =>
        state.Store.RunAsync(session => session.ScalarAsync(sql, Cancellation), Cancellation);
}
