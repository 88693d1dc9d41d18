using XmrtOps.Integration.Tests.Support;
using XmrtOps.Retention;

namespace XmrtOps.Integration.Tests.Retention;

public sealed class RetentionPartitionTests(SandboxServer server)
{
    // Years 2020 and 2021 lie before the cutoff wholly, 2022 in part; the default partition holds what fits nowhere.
    internal const string Setup =
        """
        CREATE TABLE public.events (id bigint, at timestamptz, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE public.events_2020 PARTITION OF public.events FOR VALUES FROM ('2020-01-01+00') TO ('2021-01-01+00');
        CREATE TABLE public.events_2021 PARTITION OF public.events FOR VALUES FROM ('2021-01-01+00') TO ('2022-01-01+00')
            PARTITION BY RANGE (at);
        CREATE TABLE public.events_2021a PARTITION OF public.events_2021 FOR VALUES FROM ('2021-01-01+00') TO ('2021-07-01+00');
        CREATE TABLE public.events_2021b PARTITION OF public.events_2021 FOR VALUES FROM ('2021-07-01+00') TO ('2022-01-01+00');
        CREATE TABLE public.events_2022 PARTITION OF public.events FOR VALUES FROM ('2022-01-01+00') TO ('2023-01-01+00');
        CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
        INSERT INTO public.events SELECT i, '2019-07-01+00'::timestamptz + i * interval '1 day', 'x' FROM generate_series(0, 1500) i;
        ALTER TABLE public.events OWNER TO postgres;
        ALTER TABLE public.events_2020 OWNER TO postgres;
        ALTER TABLE public.events_2021 OWNER TO postgres;
        ALTER TABLE public.events_2021a OWNER TO postgres;
        ALTER TABLE public.events_2021b OWNER TO postgres;
        ALTER TABLE public.events_2022 OWNER TO postgres;
        ALTER TABLE public.events_rest OWNER TO postgres;
        """;

    internal const string Command = "Remove-XmrtLog 2022-07-01Z -Table events -TimeColumn at -Force";

    [Fact]
    public async Task Whole_partitions_are_dropped_and_the_rest_goes_row_by_row()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Setup);
        using PwshSession session = database.Connect();

        RetentionPreview preview = Assert.Single(session.Run($"{Command} -WhatIf").Succeeded().Of<RetentionPreview>());
        RetentionResult result = Assert.Single(session.Run(Command).Succeeded().Of<RetentionResult>());

        Assert.Equal(["events_2020", "events_2021"], preview.Partitions);
        Assert.Equal(1096, preview.Rows);
        Assert.Equal(1096, result.Deleted);
        Assert.Equal(["public.events_2020", "public.events_2021"], result.DroppedPartitions);
        Assert.Equal(1501 - 1096, await database.ValueAsync<long>("SELECT count(*) FROM public.events"));
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM pg_class WHERE relname LIKE 'events_2020%' OR relname LIKE 'events_2021%'"));
        Assert.Equal(1, await database.ValueAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'events_2022'"));
        Assert.Equal(0, Assert.Single(session.Run(Command).Succeeded().Of<RetentionResult>()).Deleted);
    }

    [Theory]
    [InlineData("", "CREATE VIEW public.watch AS SELECT * FROM public.events_2020", "public.events_2021")]
    [InlineData(" -MaximumRows 5000", "", "")]
    [InlineData("", "ALTER TABLE public.events OWNER TO supabase_admin; GRANT ALL ON public.events, public.events_2020 TO postgres", "")]
    [InlineData("", "CREATE TABLE public.seen (event bigint, at timestamptz, FOREIGN KEY (event, at) REFERENCES public.events ON DELETE CASCADE); INSERT INTO public.seen SELECT id, at FROM public.events LIMIT 100; GRANT ALL ON public.seen TO postgres", "")]
    public async Task What_cannot_be_dropped_is_emptied(string arguments, string obstacle, string dropped)
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Setup + obstacle);
        using PwshSession session = database.Connect();

        RetentionResult result = Assert.Single(session.Run(Command + arguments).Succeeded().Of<RetentionResult>());

        Assert.Equal((1096, StopReason.Completed), (result.Deleted, result.StoppedBecause));
        Assert.Equal(dropped, string.Join(',', result.DroppedPartitions));
        Assert.Equal(1501 - 1096, await database.ValueAsync<long>("SELECT count(*) FROM public.events"));
    }

    [Fact]
    public async Task A_partition_whose_lock_is_held_is_not_waited_for_long()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(Setup);
        using PwshSession session = database.Connect();
        // A reader of the parent keeps it from being changed, and its rows can go all the same.
        await using SessionLock reader = await SessionLock.TakeAsync(server, database, "SELECT count(*) FROM public.events");

        RetentionResult result = Assert.Single(session.Run(Command).Succeeded().Of<RetentionResult>());

        Assert.Equal(1096, result.Deleted);
        Assert.Empty(result.DroppedPartitions);
        Assert.InRange(result.WorstBatchMs, 0, 5_000);
    }

    [Fact]
    public async Task Children_by_inheritance_are_gone_through_each_by_itself()
    {
        await using TestDatabase database = await server.CopyAsync();
        await database.RunAsync(
            """
            CREATE TABLE public.base (id bigint PRIMARY KEY, created_at timestamptz);
            CREATE TABLE public.child (PRIMARY KEY (id)) INHERITS (public.base);
            INSERT INTO public.base SELECT i, CASE WHEN i % 2 = 0 THEN '2020-01-01' ELSE now() END FROM generate_series(1, 100) i;
            INSERT INTO public.child SELECT i, CASE WHEN i % 3 = 0 THEN '2020-01-01' ELSE now() END FROM generate_series(1, 100) i;
            GRANT ALL ON public.base, public.child TO postgres;
            """);
        using PwshSession session = database.Connect();

        RetentionResult result = Assert.Single(session.Run("Remove-XmrtLog 30d -Table base -Force").Succeeded().Of<RetentionResult>());

        Assert.Equal(83, result.Deleted);
        Assert.Equal(117, await database.ValueAsync<long>("SELECT count(*) FROM public.base"));
        Assert.Equal(0, await database.ValueAsync<long>("SELECT count(*) FROM public.base WHERE created_at < '2021-01-01'"));
    }
}
