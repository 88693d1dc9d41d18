using System.Runtime.Versioning;
using XmrtOps.Faults;
using XmrtOps.State;

namespace XmrtOps.Tests.State;

public sealed class StateHomeTests
{
    private const UnixFileMode OpenToAll = (UnixFileMode)0b111_101_101;

    [Fact]
    public void Is_made_for_its_owner_alone()
    {
        using TemporaryFolder folder = new();
        StateHome home = StateHome.At(Path.Combine(folder.Path, "new", "home"));

        home.Ensure();

        Assert.True(Directory.Exists(home.Path));
        Assert.False(OwnerOnly.IsOpenToOthers(home.Path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("state.db")]
    [InlineData("profiles.json")]
    [UnsupportedOSPlatform("windows")]
    public void An_own_one_that_is_open_is_closed(string? file)
    {
        using TemporaryFolder folder = Open(file);

        StateHome.At(folder.Path).Ensure();

        Assert.False(OwnerOnly.IsOpenToOthers(folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void One_with_other_things_in_it_is_refused_and_left_as_it_is()
    {
        using TemporaryFolder folder = Open("photo.jpg");

        XmrtException fault = Assert.Throws<XmrtException>(StateHome.At(folder.Path).Ensure);

        Assert.Equal("StateUnavailable", fault.ErrorId);
        Assert.Contains("chmod 700", fault.Message, StringComparison.Ordinal);
        Assert.Equal(OpenToAll, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void One_that_is_everybodys_is_refused_and_left_as_it_is()
    {
        using TemporaryFolder folder = Open("state.db");
        File.SetUnixFileMode(folder.Path, OpenToAll | UnixFileMode.StickyBit);

        Assert.Throws<XmrtException>(StateHome.At(folder.Path).Ensure);
        Assert.Equal(OpenToAll | UnixFileMode.StickyBit, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public void A_file_in_its_place_is_refused()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("home", "");

        XmrtException fault = Assert.Throws<XmrtException>(StateHome.At(file).Ensure);

        Assert.Contains("it is a file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_where_nothing_can_be_made_is_a_clear_condition()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc takes no directories, also of root.");

        XmrtException fault = Assert.Throws<XmrtException>(StateHome.At("/proc/XmrtOps").Ensure);

        Assert.Equal("StateUnavailable", fault.ErrorId);
        Assert.Contains("/proc/XmrtOps", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("home")]
    [InlineData("./home")]
    [InlineData("~/home")]
    public void A_path_that_depends_on_where_one_stands_is_refused(string path)
    {
        XmrtException fault = Assert.Throws<XmrtException>(() => StateHome.At(path));

        Assert.Contains("XMRTOPS_HOME has to be a full path", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_is_what_the_environment_names() =>
        Assert.Equal(Path.GetFullPath(Surroundings.Home), StateHome.Default.Path);

    [UnsupportedOSPlatform("windows")]
    private static TemporaryFolder Open(string? file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists.");
        TemporaryFolder folder = new();
        if (file is not null)
        {
            folder.Write(file, "");
        }

        File.SetUnixFileMode(folder.Path, OpenToAll);
        return folder;
    }
}
