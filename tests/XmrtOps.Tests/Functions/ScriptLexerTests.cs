using CsCheck;
using XmrtOps.Functions.Checks;
using XmrtOps.Functions.Sources;

namespace XmrtOps.Tests.Functions;

/// <summary>What is found in a source without running it.</summary>
public sealed class ScriptLexerTests
{
    private static readonly string[] s_pieces =
    [
        "import ", "export ", "from ", "type ", "as ", "\"./a.ts\"", "'npm:b@1.0.0'", "`", "${", "}", "{", "(", ")", "//", "/*", "*/", "/", "\\", "\n",
        "\"", "'", ",", "*", ";", "Deno", ".", "env", "get", "toObject", "process", "[", "]", "=", "??", "x", "1.5e3", "é", "😀", "\0", "\r\n", " ",
    ];

    [Fact]
    public void Whatever_a_file_holds_is_read_to_its_end()
    {
        Gen.Int[0, s_pieces.Length - 1].Array[0, 60].Sample(
            indexes =>
            {
                string text = string.Concat(indexes.Select(index => s_pieces[index]));
                IReadOnlyList<ScriptToken> tokens = ScriptLexer.Read(text);
                _ = ScriptImports.Of(tokens);
                _ = ScriptVariables.Of(tokens);
                Assert.All(tokens, token => Assert.InRange(token.Line, 1, text.Count(c => c == '\n') + 1));
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("import a, { b as c, type D } from \"x\";", "x", "a b D")]
    [InlineData("import type { E } from 'x'", "x", "E")]
    [InlineData("import * as all from `x`;", "x", "")]
    [InlineData("export { default as f } from \"x\";", "x", "default")]
    [InlineData("const t = `${await import(\"x\")}`;", "x", "")]
    [InlineData("a = b / c; import \"x\"; d = /import \"y\"/;", "x", "")]
    public void Imports_are_found_with_the_names_that_they_take(string source, string specifier, string names)
    {
        ScriptImport import = Assert.Single(ScriptImports.Of(ScriptLexer.Read(source)));

        Assert.Equal((specifier, names), (import.Specifier, string.Join(' ', import.Names)));
    }

    [Theory]
    [InlineData("// import \"x\"")]
    [InlineData("/* import \"x\" */")]
    [InlineData("const s = 'import \"x\"';")]
    [InlineData("import.meta.url; export const from = \"x\"; export default \"y\";")]
    [InlineData("object.import(\"x\");")]
    public void What_only_looks_like_an_import_is_none(string source) => Assert.Empty(ScriptImports.Of(ScriptLexer.Read(source)));

    [Theory]
    [InlineData("https://deno.land/std@0.168.0/http/server.ts", "deno.land/std", "0.168.0", true)]
    [InlineData("https://deno.land/x/oak/mod.ts", "oak", null, false)]
    [InlineData("https://esm.sh/@supabase/supabase-js@2", "@supabase/supabase-js", "2", false)]
    [InlineData("https://esm.sh/v135/zod@3.22.4?target=deno", "zod", "3.22.4", true)]
    [InlineData("npm:@ai-sdk/openai@^1.0.0/sub", "@ai-sdk/openai", "^1.0.0", false)]
    [InlineData("jsr:@supabase/functions-js@2.4.1/edge-runtime.d.ts", "@supabase/functions-js", "2.4.1", true)]
    public void A_package_is_the_same_by_whatever_way_it_is_had(string specifier, string name, string? version, bool isPinned)
    {
        PackageReference package = PackageReference.Of(specifier)!;

        Assert.Equal((name, version, isPinned), (package.Name, package.Version, package.IsPinned));
    }
}
