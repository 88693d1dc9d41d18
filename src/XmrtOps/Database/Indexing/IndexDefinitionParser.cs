using XmrtOps.Data;
using XmrtOps.Database.Plans;
using XmrtOps.Faults;

namespace XmrtOps.Database.Indexing;

/// <summary>Reads one CREATE INDEX statement. What it does not know for sure to be part of one, it refuses.</summary>
internal sealed class IndexDefinitionParser
{
    private static readonly string[] s_tail = ["include", "nulls", "with", "tablespace", "where"];

    private readonly List<SqlToken> _tokens;
    private int _at;

    public IndexDefinitionParser(string sql)
    {
        _tokens = SqlLexer.Tokens(sql.Trim());
        if (_tokens.Exists(token => !token.IsComplete))
        {
            throw Errors.IndexDefinitionInvalid("it ends within quotes or a comment");
        }

        if (_tokens.Exists(token => token.Kind is SqlTokenKind.Comment or SqlTokenKind.Parameter)
            || sql.Contains('\0', StringComparison.Ordinal))
        {
            throw Errors.IndexDefinitionInvalid("it holds a comment, a parameter or a NUL character");
        }

        if (_tokens.Count > 0 && _tokens[^1].Is(';'))
        {
            _tokens.RemoveAt(_tokens.Count - 1);
        }

        if (_tokens.Exists(token => token.Is(';')))
        {
            throw Errors.IndexDefinitionInvalid("it holds more than one statement");
        }

        Skip();
    }

    private SqlToken Now => _at < _tokens.Count ? _tokens[_at] : default;

    private bool IsAtEnd => _at >= _tokens.Count;

    public IndexDefinition Read()
    {
        Expect("create");
        bool isUnique = Take("unique");
        Expect("index");
        _ = Take("concurrently");
        if (Take("if"))
        {
            Expect("not");
            Expect("exists");
        }

        string name = Now.Is("on") ? throw Errors.IndexDefinitionInvalid("it gives the index no name") : TakeName();
        Expect("on");
        bool isOnly = Take("only");
        string table = TakeName();
        string? schema = null;
        if (Now.Is('.'))
        {
            Next();
            schema = table;
            table = TakeName();
        }

        string method = Take("using") ? TakeName() : "btree";
        IReadOnlyList<string> elements = TakeList();
        IReadOnlyList<string> included = Take("include") ? TakeList() : [];
        string? options = TakeOptions();
        string? predicate = Take("where") ? TakeRest() : null;
        return IsAtEnd
            ? new IndexDefinition
            {
                IsUnique = isUnique,
                Name = name,
                Table = new RelationName(schema, table),
                IsOnly = isOnly,
                Method = method,
                Elements = elements,
                Included = included,
                Options = options,
                Predicate = predicate,
            }
            : throw Unexpected();
    }

    private string? TakeOptions()
    {
        int start = _at;
        while (!IsAtEnd && !Now.Is("where"))
        {
            if (Take("nulls"))
            {
                _ = Take("not");
                Expect("distinct");
            }
            else if (Take("with"))
            {
                TakeList();
            }
            else if (Take("tablespace"))
            {
                TakeName();
            }
            else
            {
                throw Unexpected();
            }
        }

        return _at == start ? null : Text(start, _at);
    }

    /// <summary>( a, b, … ), each part as it is written.</summary>
    private List<string> TakeList()
    {
        if (!Now.Is('('))
        {
            throw Unexpected();
        }

        Next();
        List<string> parts = [];
        int start = _at;
        int depth = 0;
        while (true)
        {
            if (IsAtEnd)
            {
                throw Errors.IndexDefinitionInvalid("a bracket is not closed");
            }

            bool isEnd = depth == 0 && Now.Is(')');
            if (isEnd || (depth == 0 && Now.Is(',')))
            {
                parts.Add(Text(start, _at) is { Length: > 0 } part ? part : throw Unexpected());
                start = _at + 1;
            }

            depth += Depth(Now);
            Next();
            if (isEnd)
            {
                return parts;
            }
        }
    }

    private string TakeRest()
    {
        int start = _at;
        int depth = 0;
        for (; !IsAtEnd; Next())
        {
            depth += Depth(Now);
            if (depth < 0)
            {
                throw Unexpected();
            }
        }

        return depth == 0 && Text(start, _at) is { Length: > 0 } rest
            ? rest
            : throw Errors.IndexDefinitionInvalid("its condition is not whole");
    }

    private string TakeName()
    {
        if (IsAtEnd || Now.Name is not { Length: > 0 } name || (Now.Kind == SqlTokenKind.Word && Array.Exists(s_tail, Now.Is)))
        {
            throw Unexpected();
        }

        Next();
        return name;
    }

    private bool Take(string word)
    {
        if (IsAtEnd || !Now.Is(word))
        {
            return false;
        }

        Next();
        return true;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw Unexpected();
        }
    }

    private void Next()
    {
        _at++;
        Skip();
    }

    private void Skip()
    {
        while (!IsAtEnd && !Now.IsSignificant)
        {
            _at++;
        }
    }

    private string Text(int start, int end) =>
        string.Concat(_tokens.Skip(start).Take(end - start).Select(token => token.Text)).Trim();

    private static int Depth(SqlToken token) => token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;

    private XmrtException Unexpected() => Errors.IndexDefinitionInvalid(
        IsAtEnd ? "it ends too early" : $"'{Module.Display.OneLine(Now.Text, 40)}' is not expected there");
}
