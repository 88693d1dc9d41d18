namespace XmrtOps.Functions.Sources;

/// <summary>Finds what a script imports.</summary>
internal static class ScriptImports
{
    // A list of imported names that is longer than that is none.
    private const int LongestClause = 2_000;

    public static IReadOnlyList<ScriptImport> Of(IReadOnlyList<ScriptToken> tokens)
    {
        List<ScriptImport> imports = [];
        for (int i = 0; i < tokens.Count; i++)
        {
            bool isMember = i > 0 && tokens[i - 1].Is(".");
            if (isMember || !(tokens[i].Is("import") || tokens[i].Is("export")) || i + 1 >= tokens.Count)
            {
                continue;
            }

            if (tokens[i].Is("import") && tokens[i + 1].Is("("))
            {
                imports.Add(Dynamic(tokens, i));
            }
            else if (tokens[i].Is("import") && tokens[i + 1].Kind == ScriptTokenKind.Text)
            {
                imports.Add(new ScriptImport(tokens[i + 1].Value, tokens[i].Line, [], OfTypes: false));
            }
            else if (From(tokens, i) is { } import)
            {
                imports.Add(import);
            }
        }

        return imports;
    }

    private static ScriptImport Dynamic(IReadOnlyList<ScriptToken> tokens, int at)
    {
        bool isPlain = at + 3 < tokens.Count && tokens[at + 2].Kind == ScriptTokenKind.Text
            && (tokens[at + 3].Is(")") || tokens[at + 3].Is(","));
        return new ScriptImport(isPlain ? tokens[at + 2].Value : null, tokens[at].Line, [], OfTypes: false);
    }

    // import a, { b as c, type D } from "x"; export * from "x". Anything else that begins so has no "from" and a text.
    private static ScriptImport? From(IReadOnlyList<ScriptToken> tokens, int at)
    {
        bool ofTypes = tokens[at + 1].Is("type") && at + 2 < tokens.Count && !tokens[at + 2].Is("from") && !tokens[at + 2].Is(",");
        List<string> names = [];
        bool takesAll = false;
        for (int i = at + 1; i + 1 < tokens.Count && i - at < LongestClause; i++)
        {
            if (tokens[i].Is("from") && tokens[i + 1].Kind == ScriptTokenKind.Text)
            {
                return new ScriptImport(tokens[i + 1].Value, tokens[at].Line, names, ofTypes) { TakesAll = takesAll };
            }

            if (tokens[i].Kind == ScriptTokenKind.Word)
            {
                // Of "b as c" it is b that the module has to have.
                if (!tokens[i].Is("as") && !tokens[i].Is("type") && !tokens[i - 1].Is("as"))
                {
                    names.Add(tokens[i].Value);
                }
            }
            else if (!(tokens[i].Is("{") || tokens[i].Is("}") || tokens[i].Is(",") || tokens[i].Is("*")))
            {
                return null;
            }

            takesAll |= tokens[i].Is("*");
        }

        return null;
    }
}
