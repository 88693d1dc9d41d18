using XmrtOps.Shell.Arguments;

namespace XmrtOps.Tests.Shell;

public sealed class CommandLineTests
{
    [Fact]
    public void Switches_are_read_in_any_case_order_and_with_one_dash_or_two()
    {
        ShellOptions options = CommandLine.Parse(
            ["--nonINTERACTIVE", "-command", "Get-XmrtHealth", "-OUTPUTFORMAT", "json", "-sandbox"]);

        Assert.Equal(
            new ShellOptions
            {
                Command = "Get-XmrtHealth",
                Format = OutputFormat.Json,
                NonInteractive = true,
                Sandbox = true,
                FileArguments = options.FileArguments,
            },
            options);
        Assert.Empty(options.FileArguments);
    }

    [Fact]
    public void All_that_follows_a_file_is_the_scripts()
    {
        string[] arguments = ["-Since", "24h", "-Sandbox", "-Command", "--", "", "-x:y"];

        ShellOptions options = CommandLine.Parse(["-Connect", "production", "-File", "nightly.ps1", .. arguments]);

        Assert.Equal("production", options.Connect);
        Assert.Equal("nightly.ps1", options.File);
        Assert.Equal(arguments, options.FileArguments);
        Assert.False(options.Sandbox);
        Assert.Null(options.Command);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("-join (1, 2)")]
    [InlineData("--%")]
    public void The_text_of_a_command_may_begin_with_a_dash(string text)
    {
        Assert.Equal(text, CommandLine.Parse(["-Command", text, "-NonInteractive"]).Command);
    }

    [Theory]
    [InlineData("-Help")]
    [InlineData("--help")]
    [InlineData("-?")]
    [InlineData("-h")]
    public void Help_needs_no_script(string argument)
    {
        Assert.True(CommandLine.Parse([argument]).Help);
        Assert.True(CommandLine.Parse(["-Sandbox", argument]).Help);
    }

    [Fact]
    public void Version_needs_no_script()
    {
        Assert.True(CommandLine.Parse(["--version"]).Version);
    }

    [Theory]
    [InlineData("Nothing to run", "-Sandbox")]
    [InlineData("Nothing to run")]
    [InlineData("'Get-XmrtHealth' is not expected", "Get-XmrtHealth")]
    [InlineData("no switch '-First'", "-Command", "Get-XmrtSlowQuery", "-First")]
    [InlineData("no switch '-Sandbx'", "-Sandbx", "-Command", "1")]
    [InlineData("-Command is given twice", "-Command", "1", "--command", "2")]
    [InlineData("-Command needs", "-Command")]
    [InlineData("-Command needs", "-Command", " ")]
    [InlineData("-Connect needs", "-Connect", "-Command", "1")]
    [InlineData("-Connect needs", "-Connect", "", "-Command", "1")]
    [InlineData("-File needs", "-File")]
    [InlineData("-OutputFormat needs", "-Command", "1", "-OutputFormat")]
    [InlineData("Text or Json, not 'xml'", "-Command", "1", "-OutputFormat", "xml")]
    [InlineData("-Sandbox and -Connect exclude", "-Sandbox", "-Connect", "production", "-Command", "1")]
    [InlineData("-Command and -File exclude", "-Command", "1", "-File", "nightly.ps1")]
    public void Wrong_usage_is_named(string expected, params string[] arguments)
    {
        UsageException exception = Assert.Throws<UsageException>(() => CommandLine.Parse(arguments));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_every_switch()
    {
        Assert.All(
            typeof(ShellOptions).GetProperties().Select(p => p.Name),
            name => Assert.Contains(
                name switch { "Format" => "-OutputFormat", "FileArguments" => "[arguments]", _ => "-" + name },
                HelpText.Full,
                StringComparison.Ordinal));
        Assert.All(HelpText.Full.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 120));
    }
}
