using XmrtOps.Database.Indexes;
using XmrtOps.Findings;

namespace XmrtOps.Tests.Database.Indexes;

public sealed class IndexJudgementTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly IndexStatistics s_settled = new() { Now = s_now, Since = s_now.AddDays(-100) };

    [Fact]
    public void A_sound_index_has_no_finding() => Assert.Empty(Judge(Index(1)));

    [Theory]
    [InlineData(6.99, null, null)]
    [InlineData(7, Severity.Information, Confidence.Low)]
    [InlineData(29.99, Severity.Information, Confidence.Low)]
    [InlineData(30, Severity.Warning, Confidence.Medium)]
    public void Unused_depends_on_the_age_of_the_counters(double days, Severity? severity, Confidence? confidence)
    {
        IReadOnlyList<Finding> findings = Judge(
            Index(1, scans: 0), new IndexStatistics { Now = s_now, Since = s_now.AddDays(-days) });

        Finding? finding = findings.SingleOrDefault();
        Assert.Equal((severity, confidence), (finding?.Severity, finding?.Confidence));
        Assert.True(finding is null or { Code: "Unused" });
    }

    [Fact]
    public void Counters_that_were_never_reset_are_as_old_as_the_server_and_believed_less()
    {
        Assert.Empty(Judge(Index(1, scans: 0), new IndexStatistics { Now = s_now, StartedAt = s_now.AddDays(-6) }));
        Finding finding = Assert.Single(
            Judge(Index(1, scans: 0), new IndexStatistics { Now = s_now, StartedAt = s_now.AddDays(-60) }));
        Assert.Equal(Confidence.Low, finding.Confidence);
        Assert.Contains("never reset", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Replicas_lower_what_is_said_of_an_unused_index()
    {
        Finding behind = Assert.Single(Judge(Index(1, scans: 0), s_settled with { Replicas = 2 }));
        Finding here = Assert.Single(Judge(Index(1, scans: 0), s_settled with { IsReplica = true }));

        Assert.Equal((Severity.Information, Confidence.Low), (behind.Severity, behind.Confidence));
        Assert.Contains("2 replica(s) may use it", behind.Reason, StringComparison.Ordinal);
        Assert.Equal(2L, behind.Evidence["Replicas"]);
        Assert.Equal((Severity.Information, Confidence.Low), (here.Severity, here.Confidence));
        Assert.Contains("This is a replica", here.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((1L << 20) - 1, false)]
    [InlineData(1L << 20, true)]
    public void A_small_unused_index_is_not_worth_it(long bytes, bool isFound) =>
        Assert.Equal(isFound, Judge(Index(1, scans: 0, bytes: bytes)).Count == 1);

    public static TheoryData<string> Needed { get; } =
        ["unique", "primary", "constraint", "identity", "exclusion", "foreign key", "expression", "part", "building", "used"];

    [Theory]
    [MemberData(nameof(Needed))]
    public void What_queries_are_not_the_only_user_of_is_never_called_unused(string reason)
    {
        IndexFacts index = Index(1, scans: reason == "used" ? 1 : 0);
        DatabaseIndex record = index.Index;
        index = reason switch
        {
            "unique" => index with { Index = record with { IsUnique = true } },
            "primary" => index with { Index = record with { IsPrimary = true } },
            "constraint" => index with { Index = record with { BacksConstraint = "c" } },
            "identity" => index with { Index = record with { IsReplicaIdentity = true } },
            "exclusion" => index with { IsExclusion = true },
            "foreign key" => index with { BacksForeignKey = true },
            "expression" => index with { HasExpressions = true },
            "part" => index with { Index = record with { Parent = "public.p" } },
            "building" => index with { Index = record with { IsBuilding = true } },
            _ => index,
        };

        Assert.Empty(Judge(index));
        Assert.False(IndexJudgement.LooksUnused(index));
    }

    [Fact]
    public void What_repeats_a_constraint_is_a_duplicate_and_the_constraint_is_kept()
    {
        IndexFacts plain = Index(1, scans: 900, columns: ["a", "b"]);
        IndexFacts constraint = Index(2, scans: 5, columns: ["a", "b"]);
        constraint = constraint with { Index = constraint.Index with { IsUnique = true, BacksConstraint = "t_a_b_key" } };

        Finding finding = Assert.Single(Judge(plain, constraint));

        Assert.Equal("Duplicate", finding.Code);
        Assert.Contains("constraint t_a_b_key needs it", finding.Reason, StringComparison.Ordinal);
        Assert.Equal("public.i2", finding.Evidence["KeptIndex"]);
        Assert.Equal("Remove-XmrtIndex 'public.i1'", finding.Remedy);
        Assert.Equal("CREATE INDEX CONCURRENTLY i1 ON public.t USING btree (a, b);", finding.Undo);
        Assert.Empty(Judge(constraint, plain));
    }

    [Fact]
    public void Of_two_equal_ones_exactly_one_goes_and_the_used_one_stays()
    {
        Assert.Empty(Judge(Index(2, scans: 7), Index(1, scans: 3)));
        Assert.Equal("Duplicate", Assert.Single(Judge(Index(1, scans: 3), Index(2, scans: 7))).Code);
        Assert.Empty(Judge(Index(1), Index(2)));
        Assert.Equal("Duplicate", Assert.Single(Judge(Index(2), Index(1))).Code);
    }

    [Fact]
    public void A_unique_index_is_no_duplicate_of_a_plain_one_and_of_three_two_go()
    {
        IndexFacts unique = Index(1);
        unique = unique with { Index = unique.Index with { IsUnique = true } };
        IndexFacts[] all = [unique, Index(2), Index(3)];

        Assert.Empty(IndexJudgement.Judge(all[0], all, s_settled));
        Assert.All(all[1..], index => Assert.Equal(
            "public.i1", Assert.Single(IndexJudgement.Judge(index, all, s_settled)).Evidence["KeptIndex"]));
    }

    public static TheoryData<string> Differences { get; } =
        ["method", "predicate", "class", "collation", "order", "columns", "invalid", "building", "locked", "nulls", "referenced"];

    [Theory]
    [MemberData(nameof(Differences))]
    public void What_differs_is_no_duplicate(string difference)
    {
        IndexFacts other = Index(1);
        IndexFacts index = Index(2);
        DatabaseIndex record = index.Index;
        (index, other) = difference switch
        {
            "method" => (index with { Index = record with { Method = "hash" } }, other),
            "predicate" => (index with { IsPartial = true, Index = record with { Predicate = "a > 1" } }, other),
            "class" => (index with { OperatorClasses = ["2"] }, other),
            "collation" => (index with { Collations = ["2"] }, other),
            "order" => (index with { Orders = ["3"] }, other),
            "columns" => (index with { Index = record with { Columns = ["b"] } }, other),
            "invalid" => (index, other with { Index = other.Index with { IsValid = false } }),
            "building" => (index, other with { Index = other.Index with { IsBuilding = true } }),
            // Both are partial, and of neither the condition could be read.
            "locked" => (
                index with { IsPartial = true, Index = record with { Locked = true } },
                other with { IsPartial = true, Index = other.Index with { Locked = true } }),
            "nulls" => (
                index with { NullsAreEqual = true, Index = record with { IsUnique = true } },
                other with { Index = other.Index with { IsUnique = true } }),
            _ => (index with { IsReferenced = true }, other),
        };

        Assert.DoesNotContain(Judge(index, other), finding => finding.Code is "Duplicate" or "Overlapping");
    }

    [Fact]
    public void A_key_that_another_begins_with_overlaps_unless_it_is_unique_or_carries_more()
    {
        IndexFacts narrow = Index(1, columns: ["a"]);
        IndexFacts wide = Index(2, columns: ["a", "b"]);

        Assert.Equal("Overlapping", Assert.Single(Judge(narrow, wide)).Code);
        Assert.Empty(Judge(wide, narrow));
        Assert.Empty(Judge(narrow with { Index = narrow.Index with { IsUnique = true } }, wide));
        Assert.Empty(Judge(narrow with { Index = narrow.Index with { IncludedColumns = ["c"] } }, wide));
        Assert.Single(Judge(narrow with { Index = narrow.Index with { IncludedColumns = ["b"] } }, wide));
        Assert.Empty(Judge(
            narrow with { Index = narrow.Index with { Method = "gist" } }, wide with { Index = wide.Index with { Method = "gist" } }));
    }

    [Fact]
    public void Of_the_same_key_the_one_that_carries_more_stays()
    {
        IndexFacts plain = Index(1, scans: 10);
        IndexFacts covering = Index(2);
        covering = covering with { Index = covering.Index with { IncludedColumns = ["b"] } };

        Assert.Equal("public.i2", Assert.Single(Judge(plain, covering)).Evidence["KeptIndex"]);
        Assert.Empty(Judge(covering, plain));
    }

    [Theory]
    [InlineData("i1", true, Severity.Warning, "REINDEX INDEX CONCURRENTLY \"public\".\"i1\";")]
    [InlineData("i1", false, Severity.Information, "Remove-XmrtIndex 'public.i1'")]
    [InlineData("i1_ccnew", true, Severity.Warning, "Remove-XmrtIndex 'public.i1_ccnew'")]
    [InlineData("i1_ccold2", true, Severity.Warning, "Remove-XmrtIndex 'public.i1_ccold2'")]
    public void Invalid_is_graded_by_what_it_costs(string name, bool isReady, Severity severity, string remedy)
    {
        IndexFacts index = Index(1);
        index = index with { Index = index.Index with { Name = name, IsValid = false, IsReady = isReady } };

        Finding finding = Assert.Single(Judge(index));

        Assert.Equal(("Invalid", severity, remedy), (finding.Code, finding.Severity, finding.Remedy));
    }

    [Fact]
    public void What_is_being_built_or_waits_for_its_partitions_is_no_finding()
    {
        IndexFacts index = Index(1);
        Assert.Empty(Judge(index with { Index = index.Index with { IsValid = false, IsBuilding = true } }));
        Assert.Empty(Judge(index with { Index = index.Index with { IsValid = false, IsPartitioned = true } }));
    }

    [Theory]
    [InlineData(2.0, 100L << 20, true)]
    [InlineData(1.99, 100L << 20, false)]
    [InlineData(2.0, (100L << 20) - 1, false)]
    public void Bloat_counts_from_twice_the_size_and_100_MB_on(double ratio, long bytes, bool isFound)
    {
        IndexFacts index = Index(1);
        Assert.Equal(
            isFound ? ["Bloated"] : Array.Empty<string>(),
            Judge(index with { Index = index.Index with { BloatRatio = ratio, BloatEstimateBytes = bytes } }).Select(f => f.Code));
    }

    [Fact]
    public void Commands_to_paste_survive_names_with_quotes_and_dots()
    {
        IndexFacts index = Index(1);
        index = index with { Index = index.Index with { Schema = "My.Schema", Name = "it's \"odd\"", IsValid = false, IsReady = false } };

        Assert.Equal(
            "Remove-XmrtIndex '\"My.Schema\".\"it''s \"\"odd\"\"\"'", Assert.Single(Judge(index)).Remedy);
    }

    private static IReadOnlyList<Finding> Judge(IndexFacts index, params IndexFacts[] others) =>
        IndexJudgement.Judge(index, [index, .. others], s_settled);

    private static IReadOnlyList<Finding> Judge(IndexFacts index, IndexStatistics statistics) =>
        IndexJudgement.Judge(index, [index], statistics);

    private static IndexFacts Index(long id, long scans = 1, long bytes = 1L << 24, string[]? columns = null) => new()
    {
        Id = id,
        TableId = 1,
        OperatorClasses = [.. (columns ?? ["a"]).Select(_ => "1")],
        Collations = [.. (columns ?? ["a"]).Select(_ => "0")],
        Orders = [.. (columns ?? ["a"]).Select(_ => "0")],
        Index = new DatabaseIndex
        {
            Connection = "db",
            Schema = "public",
            Table = "t",
            Name = $"i{id}",
            Method = "btree",
            Columns = columns ?? ["a"],
            Definition = $"CREATE INDEX i{id} ON public.t USING btree ({string.Join(", ", columns ?? ["a"])})",
            SizeBytes = bytes,
            Scans = scans,
            IsValid = true,
            IsReady = true,
        },
    };
}
