using XmrtOps.Data;
using XmrtOps.Database.Plans;

namespace XmrtOps.Rollback.Inverses;

/// <summary>Walks along the pieces of one statement. What it does not find it leaves where it is.</summary>
internal sealed class StatementReader
{
    // Where a name without a schema is made, by the search path of the CLI's connection.
    private const string DefaultSchema = "public";

    private readonly List<SqlToken> _tokens;
    private int _at;

    public StatementReader(string statement)
    {
        _tokens = [.. SqlLexer.Tokens(statement).Where(token => token.IsSignificant)];
    }

    public StatementReader(IEnumerable<SqlToken> tokens)
    {
        _tokens = [.. tokens.Where(token => token.IsSignificant)];
    }

    public bool IsAtEnd => _at == _tokens.Count;

    public bool IsComplete => _tokens.TrueForAll(token => token.IsComplete);

    public SqlToken Current => IsAtEnd ? default : _tokens[_at];

    /// <summary>The piece that was gone past last.</summary>
    public SqlToken Before => _at == 0 ? default : _tokens[_at - 1];

    /// <summary>What is left, as it is written.</summary>
    public string Rest => Text(_tokens[_at..]);

    public bool IsAt(string word) => !IsAtEnd && Current.Is(word);

    public bool IsAt(char punctuation) => !IsAtEnd && Current.Is(punctuation);

    /// <summary>Goes past these words, all of them or none.</summary>
    public bool Take(params ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (_at + i >= _tokens.Count || !_tokens[_at + i].Is(words[i]))
            {
                return false;
            }
        }

        _at += words.Length;
        return true;
    }

    public bool Take(char punctuation)
    {
        bool isHere = IsAt(punctuation);
        _at += isHere ? 1 : 0;
        return isHere;
    }

    public void Skip() => _at = Math.Min(_at + 1, _tokens.Count);

    /// <summary>A name of one part; null where there is none.</summary>
    public string? Name()
    {
        if (IsAtEnd || Current.Name is not { } name)
        {
            return null;
        }

        _at++;
        return name;
    }

    /// <summary>A name with its schema, public where none is written; null where there is none, or one of three parts.</summary>
    public RelationName? QualifiedName()
    {
        if (Name() is not { } first)
        {
            return null;
        }

        if (!Take('.'))
        {
            return new RelationName(DefaultSchema, first);
        }

        return Name() is { } second && !IsAt('.') ? new RelationName(first, second) : null;
    }

    /// <summary>A name with its schema where one is written, as it is written; null where there is none.</summary>
    public string? NameText()
    {
        int start = _at;
        return QualifiedName() is null ? null : Text(_tokens[start.._at]);
    }

    /// <summary>Goes to the end, or to the first such piece that is in no brackets and no CASE, but past one piece in any case.</summary>
    public List<SqlToken> Tokens(Func<SqlToken, bool>? end = null)
    {
        int start = _at;
        int depth = 0;
        while (!IsAtEnd && (_at == start || depth > 0 || end is null || !end(Current)))
        {
            depth += Current.Is('(') || Current.Is('[') || Current.Is("case") ? 1 : Current.Is(')') || Current.Is(']') || Current.Is("end") ? -1 : 0;
            _at++;
        }

        return _tokens[start.._at];
    }

    /// <summary>What is in brackets here, without them; null where none begin here or they do not end.</summary>
    public List<SqlToken>? Brackets()
    {
        if (!IsAt('('))
        {
            return null;
        }

        int depth = 0;
        for (int i = _at; i < _tokens.Count; i++)
        {
            depth += _tokens[i].Is('(') ? 1 : _tokens[i].Is(')') ? -1 : 0;
            if (depth == 0)
            {
                List<SqlToken> inside = _tokens[(_at + 1)..i];
                _at = i + 1;
                return inside;
            }
        }

        return null;
    }

    /// <summary>The parts of a list, cut at the commas that are in no brackets.</summary>
    public static List<List<SqlToken>> Parts(IEnumerable<SqlToken> tokens)
    {
        List<List<SqlToken>> parts = [[]];
        int depth = 0;
        foreach (SqlToken token in tokens)
        {
            depth += token.Is('(') || token.Is('[') ? 1 : token.Is(')') || token.Is(']') ? -1 : 0;
            if (depth == 0 && token.Is(','))
            {
                parts.Add([]);
            }
            else
            {
                parts[^1].Add(token);
            }
        }

        return parts;
    }

    /// <summary>What is left, cut at the commas that are in no brackets.</summary>
    public List<List<SqlToken>> RestParts() => Parts(_tokens[_at..]);

    public bool RestHas(string word) => _tokens[_at..].Exists(token => token.Is(word));

    /// <summary>Goes to the first such word that is in no brackets, and past it; stays where there is none.</summary>
    public bool SkipPast(string word)
    {
        int depth = 0;
        for (int i = _at; i < _tokens.Count; i++)
        {
            depth += _tokens[i].Is('(') ? 1 : _tokens[i].Is(')') ? -1 : 0;
            if (depth == 0 && _tokens[i].Is(word))
            {
                _at = i + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>Pieces as SQL again, with a blank wherever one may be.</summary>
    public static string Text(IEnumerable<SqlToken> tokens)
    {
        System.Text.StringBuilder text = new();
        SqlToken before = default;
        foreach (SqlToken token in tokens)
        {
            bool isTight = text.Length == 0
                || token.Is(',') || token.Is(')') || token.Is('.') || token.Is('[') || token.Is(']')
                || before.Is('(') || before.Is('.') || before.Is('[')
                || (token.Is('(') && before.Kind == SqlTokenKind.Word)
                || (token.Is(':') || before.Is(':'));
            text.Append(isTight ? "" : " ").Append(token.Text);
            before = token;
        }

        return text.ToString();
    }
}
