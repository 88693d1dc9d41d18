using CsCheck;
using XmrtOps.Retention;

namespace XmrtOps.Tests.Retention;

public sealed class LeafPositionTests
{
    [Fact]
    public void A_place_is_read_back_as_it_was_written() =>
        Gen.Select(Gen.UInt, Gen.UShort).Sample((page, row) =>
        {
            LeafPosition position = new(page, row, "2026-01-01");
            Assert.Equal(position, LeafPosition.At(position.Place, position.Time));
        });
}
