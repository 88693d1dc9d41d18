using System.Management.Automation;
using XmrtOps.Faults;
using XmrtOps.Shell.Running;

namespace XmrtOps.Tests.Shell;

public sealed class OutputShapeTests
{
    [Fact]
    public void Numbers_and_texts_belong_to_no_table()
    {
        Assert.All(
            [1, 1.5, 1m, "text", 'c', true, DayOfWeek.Monday, DateTime.UnixEpoch],
            (object value) => Assert.Null(OutputShape.Of(PSObject.AsPSObject(value))));
        Assert.Null(OutputShape.Of(null));
    }

    [Fact]
    public void Records_of_the_module_share_a_table_with_their_like_only()
    {
        XmrtException fault = new("Some", ErrorKind.InvalidData, "cause", "remedy");
        XmrtException other = new("Other", ErrorKind.InvalidData, "cause", "remedy");

        Assert.Equal(OutputShape.Of(PSObject.AsPSObject(fault)), OutputShape.Of(PSObject.AsPSObject(other)));
        Assert.NotEqual(
            OutputShape.Of(PSObject.AsPSObject(fault)), OutputShape.Of(PSObject.AsPSObject(new InvalidOperationException())));
    }

    [Fact]
    public void Files_and_folders_share_a_table()
    {
        Assert.Equal(
            OutputShape.Of(PSObject.AsPSObject(new FileInfo("/a"))),
            OutputShape.Of(PSObject.AsPSObject(new DirectoryInfo("/a"))));
    }

    [Fact]
    public void Objects_of_scripts_share_a_table_if_they_have_the_same_columns()
    {
        Assert.Equal(OutputShape.Of(With("a", "b")), OutputShape.Of(With("a", "b")));
        Assert.NotEqual(OutputShape.Of(With("a", "b")), OutputShape.Of(With("a", "c")));

        static PSObject With(params string[] columns)
        {
            PSObject value = new();
            foreach (string column in columns)
            {
                value.Properties.Add(new PSNoteProperty(column, 1));
            }

            return value;
        }
    }
}
