using CsCheck;
using XmrtOps.Database.Indexing;
using XmrtOps.Faults;

namespace XmrtOps.Tests.Database.Indexing;

public sealed class IndexDefinitionTests
{
    [Theory]
    [InlineData("CREATE INDEX a ON public.t USING btree (x)")]
    [InlineData("CREATE UNIQUE INDEX \"A b\" ON \"My.Schema\".\"T\"\"x\" USING btree (x DESC, lower(y) text_pattern_ops) INCLUDE (z) WITH (fillfactor='70') TABLESPACE fast WHERE (z > 3)")]
    [InlineData("CREATE UNIQUE INDEX a ON t USING btree (x) NULLS NOT DISTINCT")]
    [InlineData("CREATE INDEX a ON ONLY public.t USING gin (data jsonb_path_ops)")]
    [InlineData("CREATE INDEX a ON public.t USING btree ((data ->> 'a,;)('::text), (ARRAY[x, y]))")]
    [InlineData("CREATE INDEX a ON public.t USING btree (x) WHERE note = 'it''s; DROP TABLE t'")]
    public void What_the_server_writes_is_read_and_written_back(string sql) =>
        Assert.Equal(sql, IndexDefinition.Parse(sql).ToSql(isConcurrent: false));

    [Theory]
    [InlineData("create index concurrently if not exists A on T (X) ;", "CREATE INDEX a ON t USING btree (X)")]
    public void What_people_write_is_read(string sql, string written) =>
        Assert.Equal(written, IndexDefinition.Parse(sql).ToSql(isConcurrent: false));

    [Theory]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("SELECT 1")]
    [InlineData("CREATE INDEX a ON t (x); SELECT 1")]
    [InlineData("CREATE INDEX a ON t (x) /* ; */")]
    [InlineData("CREATE INDEX a ON t (x) -- x")]
    [InlineData("CREATE INDEX a ON t (x")]
    [InlineData("CREATE INDEX a ON t ()")]
    [InlineData("CREATE INDEX a ON t (x,)")]
    [InlineData("CREATE INDEX a ON t (x) WHERE")]
    [InlineData("CREATE INDEX a ON t (x) WHERE a)")]
    [InlineData("CREATE INDEX a ON t (x) WHERE b = $1")]
    [InlineData("CREATE INDEX a ON t (x) WHERE b = 'x")]
    [InlineData("CREATE INDEX ON t (x)")]
    [InlineData("CREATE INDEX a ON t (x) DROP")]
    [InlineData("CREATE INDEX a.b ON t (x)")]
    [InlineData("CREATE INDEX a ON b.c.d (x)")]
    public void Whatever_is_not_one_index_is_refused(string sql) => Assert.Equal(
        "IndexDefinitionInvalid", Assert.Throws<XmrtException>(() => IndexDefinition.Parse(sql)).ErrorId);

    [Fact]
    public void No_text_makes_it_fail_in_another_way() => Gen.Char["CREATINDXO(),;'\"$-/*. whertablsc=0a\\"].Array[0, 60].Sample(characters =>
    {
        string text = "CREATE INDEX a ON t " + new string(characters);
        try
        {
            // What is read once is read the same again, and stays one statement.
            string written = IndexDefinition.Parse(text).ToSql(isConcurrent: true);
            Assert.Equal(written, IndexDefinition.Parse(written).ToSql(isConcurrent: true));
        }
        catch (XmrtException refused)
        {
            Assert.Equal("IndexDefinitionInvalid", refused.ErrorId);
        }
    });

    [Theory]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON public.t USING btree (X ASC NULLS LAST)", true)]
    [InlineData("CREATE INDEX a ON t (x DESC)", "CREATE INDEX b ON t (x DESC NULLS FIRST)", true)]
    [InlineData("CREATE INDEX a ON t (x) WHERE y > 3", "CREATE INDEX b ON t (\"x\") WHERE ((y > 3))", true)]
    [InlineData("CREATE INDEX a ON t (some)", "CREATE INDEX b ON t (\"some\")", true)]
    [InlineData("CREATE INDEX a ON t (\"desc\")", "CREATE INDEX b ON t (\"desc\" DESC)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON t (x DESC)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE UNIQUE INDEX b ON t (x)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON t (x) INCLUDE (y)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON t (x text_pattern_ops)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON t USING hash (x)", false)]
    [InlineData("CREATE INDEX a ON t (x)", "CREATE INDEX b ON t (\"X\")", false)]
    [InlineData("CREATE INDEX a ON t (x, y)", "CREATE INDEX b ON t (y, x)", false)]
    public void Indexes_are_the_same_where_they_hold_the_same(string left, string right, bool same) =>
        Assert.Equal(same, IndexDefinition.Parse(left).IsEquivalentTo(IndexDefinition.Parse(right)));
}
