using XmrtOps.Data;
using XmrtOps.Retention;

namespace XmrtOps.Tests.Retention;

public sealed class RetentionSqlTests
{
    private static readonly CascadeEdge s_child = new()
    {
        Table = new RelationName("public", "child"),
        Action = CascadeAction.Delete,
        Columns = ["a", "b"],
        ParentColumns = ["x", "y"],
    };

    private static readonly CascadeEdge s_grandchild = new()
    {
        Parent = s_child,
        Table = new RelationName("public", "grand\"child"),
        IsPartitioned = true,
        Action = CascadeAction.Delete,
        Columns = ["c"],
        ParentColumns = ["id"],
    };

    [Fact]
    public void References_are_followed_through_all_their_tables()
    {
        Assert.Equal(
            """
            (c2."c") IN (SELECT c1."id" FROM ONLY "public"."child" AS c1 WHERE (c1."a", c1."b") IN (SELECT t."x", t."y" FROM r AS t WHERE p))
            """,
            RetentionSql.Refers(s_grandchild, "FROM r AS t WHERE p"));
        Assert.Equal("\"public\".\"grand\"\"child\" AS c2", s_grandchild.From);
    }

    [Fact]
    public void A_cutoff_is_cast_to_the_column_and_not_the_column_to_it()
    {
        RetentionFilter filter = new("created_at", "date", [], new QueueFacts(HasRouter: false, IsKept: true), isOwnRow: true);

        Assert.Equal("t.\"created_at\" < $1::timestamptz::date AND ((t.status NOT IN ('pending', 'processing')) IS TRUE)", filter.Condition("$1"));
        Assert.Equal("'2026-01-02 02:04:05.500000+00'", RetentionFilter.Literal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 500, TimeSpan.FromHours(1))));
    }
}
