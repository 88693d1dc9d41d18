using XmrtOps.Database.Locks;

namespace XmrtOps.Tests.Database.Locks;

public sealed class LockModesTests
{
    private static readonly string[] s_modes =
    [
        "AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
        "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
    ];

    [Fact]
    public void Conflict_is_mutual_and_grows_with_strength()
    {
        Assert.All(s_modes, a => Assert.All(s_modes, b => Assert.Equal(LockModes.Conflict(a, b), LockModes.Conflict(b, a))));
        Assert.All(s_modes, mode => Assert.True(LockModes.Conflict(mode, "AccessExclusiveLock")));
        Assert.Equal(s_modes, s_modes.OrderBy(LockModes.Strength));
    }

    [Theory]
    [InlineData("AccessShareLock", "ExclusiveLock", false)]
    [InlineData("RowExclusiveLock", "RowExclusiveLock", false)]
    [InlineData("RowExclusiveLock", "ShareLock", true)]
    [InlineData("ShareLock", "ShareLock", false)]
    [InlineData("ShareUpdateExclusiveLock", "ShareUpdateExclusiveLock", true)]
    [InlineData("ShareUpdateExclusiveLock", "RowExclusiveLock", false)]
    [InlineData("RowShareLock", "ExclusiveLock", true)]
    [InlineData("SomethingNew", "AccessShareLock", true)]
    public void Modes_conflict_as_the_manual_says(string one, string other, bool expected) =>
        Assert.Equal(expected, LockModes.Conflict(one, other));
}
