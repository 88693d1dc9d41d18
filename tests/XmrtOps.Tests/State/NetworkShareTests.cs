using XmrtOps.State;

namespace XmrtOps.Tests.State;

public sealed class NetworkShareTests
{
    private static readonly string[] s_mounts =
    [
        "/dev/vda / ext4 rw,relatime 0 0",
        "server:/export /home nfs4 rw,vers=4.2 0 0",
        "tmpfs /home/ada/tmp tmpfs rw 0 0",
        @"//server/share /mnt/with\040blank cifs rw 0 0",
        "host:/ /mnt/ssh fuse.sshfs rw 0 0",
        "overlay /mnt/hidden nfs rw 0 0",
        "/dev/vdb /mnt/hidden xfs rw 0 0",
        "malformed",
    ];

    [Theory]
    [InlineData("/var/lib", null)]
    [InlineData("/home", "nfs4")]
    [InlineData("/home/ada/.config/XmrtOps", "nfs4")]
    [InlineData("/home/ada/tmp/x", null)]
    [InlineData("/homework", null)]
    [InlineData("/mnt/with blank/x", "cifs")]
    [InlineData("/mnt/ssh", "fuse.sshfs")]
    [InlineData("/mnt/hidden/x", null)]
    public void Is_told_by_the_mount_that_holds_the_path(string path, string? expected) =>
        Assert.Equal(expected, NetworkShare.TypeIn(s_mounts, path));

    [Fact]
    public void This_machines_temporary_directory_is_local()
    {
        using TemporaryFolder folder = new();

        Assert.Null(NetworkShare.TypeAt(folder.Path));
    }

    [Fact]
    public void Links_are_followed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the kernel's table.");
        using TemporaryFolder folder = new();
        string link = Path.Combine(folder.Path, "link");
        Directory.CreateSymbolicLink(link, "/proc/self");

        Assert.Equal("/proc", "/" + NetworkShare.RealPath(link).Split('/')[1]);
    }
}
