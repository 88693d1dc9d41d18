using XmrtOps.Retention;

namespace XmrtOps.Tests.Retention;

public sealed class BatchSizeTests
{
    private static readonly TimeSpan s_target = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(149, 2000)]
    [InlineData(150, 1000)]
    [InlineData(200, 1000)]
    [InlineData(201, 500)]
    public void A_step_more_while_there_is_room_half_as_many_when_it_was_late(double tookMs, int next)
    {
        BatchSize size = new(1000, s_target);

        size.Took(TimeSpan.FromMilliseconds(tookMs), 1000);

        Assert.Equal(next, size.Current);
    }

    [Theory]
    [InlineData(49, 1, 8000)]
    [InlineData(49, 0.5, 8000)]
    [InlineData(50, 1, 4000)]
    // What lies between rows that stay is gone through quickly, whatever it would take to delete so many.
    [InlineData(0, 0.4, 4000)]
    [InlineData(0, 0, 4000)]
    public void Far_from_the_target_it_doubles_if_there_were_rows(double tookMs, double share, int thirdNext)
    {
        BatchSize size = new(1000, s_target);

        for (int i = 0; i < 3; i++)
        {
            size.Took(TimeSpan.FromMilliseconds(tookMs), (long)(size.Current * share));
        }

        Assert.Equal(thirdNext, size.Current);
    }

    [Fact]
    public void It_never_leaves_its_bounds()
    {
        BatchSize size = new(1000, s_target);
        for (int i = 0; i < 30; i++)
        {
            size.Took(TimeSpan.FromSeconds(1), size.Current);
        }

        Assert.Equal(1, size.Current);
        for (int i = 0; i < 30; i++)
        {
            size.Took(TimeSpan.Zero, size.Current);
        }

        Assert.Equal(RetentionThresholds.LargestBatch, size.Current);
    }

    [Fact]
    public void It_settles_near_the_target_whatever_a_row_costs()
    {
        foreach (double rowMs in new[] { 0.01, 0.1, 1, 15 })
        {
            BatchSize size = new(rowMs > 5 ? RetentionThresholds.FirstScanningBatch : RetentionThresholds.FirstCascadingBatch, s_target);
            double worst = 0;
            for (int i = 0; i < 2000; i++)
            {
                double took = size.Current * rowMs;
                worst = Math.Max(worst, took);
                size.Took(TimeSpan.FromMilliseconds(took), size.Current);
            }

            Assert.InRange(worst, 100, 400);
            Assert.InRange(size.Current * rowMs, 50, 300);
        }
    }
}
