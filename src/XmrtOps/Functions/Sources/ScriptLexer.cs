using System.Text;

namespace XmrtOps.Functions.Sources;

/// <summary>
/// Takes TypeScript or JavaScript apart as far as imports and the reading of variables need it: words, signs, texts; comments are
/// left out, so that what is commented out does not count.
/// </summary>
internal sealed class ScriptLexer
{
    // After these a slash begins a regular expression, and is no division.
    private static readonly HashSet<string> s_beforePattern = new(StringComparer.Ordinal)
    {
        "return", "typeof", "case", "in", "of", "new", "delete", "void", "throw", "await", "yield", "else", "do",
    };

    private readonly string _text;
    private readonly List<ScriptToken> _tokens = [];
    private int _at;
    private int _line = 1;

    private ScriptLexer(string text) => _text = text;

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    public static IReadOnlyList<ScriptToken> Read(string text)
    {
        ScriptLexer lexer = new(text);
        lexer.Run(isInTemplate: false);
        return lexer._tokens;
    }

    // Until the end, or until the brace that closes what is put into a template.
    private void Run(bool isInTemplate)
    {
        int depth = 0;
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (isInTemplate && c == '}' && depth == 0)
            {
                return;
            }

            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (char.IsWhiteSpace(c))
            {
                Step();
            }
            else if (c == '/' && Next is '/' or '*')
            {
                SkipComment();
            }
            else if (c is '"' or '\'')
            {
                ReadText(c);
            }
            else if (c == '`')
            {
                ReadTemplate();
            }
            else if (char.IsLetter(c) || c is '_' or '$' or '#' or '@')
            {
                Take(ScriptTokenKind.Word, ch => char.IsLetterOrDigit(ch) || ch is '_' or '$' or '#' or '@');
            }
            else if (char.IsDigit(c))
            {
                Take(ScriptTokenKind.Number, ch => char.IsLetterOrDigit(ch) || ch is '_' or '.');
            }
            else if (c == '/' && MayBePattern() && SkipPattern())
            {
                _tokens.Add(new ScriptToken(ScriptTokenKind.Pattern, "", _line));
            }
            else
            {
                Sign();
            }
        }
    }

    private void Step()
    {
        _line += _text[_at] == '\n' ? 1 : 0;
        _at++;
    }

    private void SkipComment()
    {
        bool isLine = Next == '/';
        int end = isLine
            ? _text.IndexOf('\n', _at)
            : _text.IndexOf("*/", _at + 2, StringComparison.Ordinal);
        int until = end < 0 ? _text.Length : isLine ? end : end + 2;
        while (_at < until)
        {
            Step();
        }
    }

    private void ReadText(char quote)
    {
        int line = _line;
        StringBuilder value = new();
        for (Step(); _at < _text.Length && _text[_at] != quote && _text[_at] != '\n'; Step())
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                Step();
            }

            value.Append(_text[_at]);
        }

        if (_at < _text.Length && _text[_at] == quote)
        {
            _at++;
        }

        _tokens.Add(new ScriptToken(ScriptTokenKind.Text, value.ToString(), line));
    }

    private void ReadTemplate()
    {
        int line = _line;
        int place = _tokens.Count;
        bool isPlain = true;
        StringBuilder value = new();
        for (Step(); _at < _text.Length && _text[_at] != '`'; Step())
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                Step();
            }
            else if (_text[_at] == '$' && Next == '{')
            {
                isPlain = false;
                _at += 2;
                Run(isInTemplate: true);
                if (_at >= _text.Length)
                {
                    break;
                }

                continue;
            }

            value.Append(_text[_at]);
        }

        _at = Math.Min(_at + 1, _text.Length);
        _tokens.Insert(place, new ScriptToken(
            isPlain ? ScriptTokenKind.Text : ScriptTokenKind.Template, value.ToString(), line));
    }

    private void Take(ScriptTokenKind kind, Func<char, bool> belongs)
    {
        int start = _at;
        while (_at < _text.Length && belongs(_text[_at]))
        {
            _at++;
        }

        _tokens.Add(new ScriptToken(kind, _text[start.._at], _line));
    }

    private bool MayBePattern() => _tokens.Count == 0 || _tokens[^1] switch
    {
        { Kind: ScriptTokenKind.Sign, Value: ")" or "]" or "}" } => false,
        { Kind: ScriptTokenKind.Sign } => true,
        { Kind: ScriptTokenKind.Word } word => s_beforePattern.Contains(word.Value),
        _ => false,
    };

    private bool SkipPattern()
    {
        bool isInSet = false;
        for (int at = _at + 1; at < _text.Length && _text[at] != '\n'; at++)
        {
            switch (_text[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    isInSet = true;
                    break;
                case ']':
                    isInSet = false;
                    break;
                case '/' when !isInSet:
                    _at = at + 1;
                    return true;
            }
        }

        return false;
    }

    private void Sign()
    {
        string two = _at + 1 < _text.Length ? _text.Substring(_at, 2) : "";
        string sign = two is "??" or "||" or "?." or "=>" ? two : _text[_at].ToString();
        _tokens.Add(new ScriptToken(ScriptTokenKind.Sign, sign, _line));
        _at += sign.Length;
    }
}
