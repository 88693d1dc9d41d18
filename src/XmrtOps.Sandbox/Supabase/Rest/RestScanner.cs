using System.Globalization;
using System.Text;

namespace XmrtOps.Sandbox.Supabase.Rest;

/// <summary>Reads the little languages of the query's parameters from left to right; refuses with the place.</summary>
/// <param name="subject">What the text is, such as filter.</param>
/// <param name="text">The parameter's value.</param>
internal sealed class RestScanner(string subject, string text)
{
    private const int DeepestNesting = 100;

    private int _position;
    private int _depth;

    public bool IsAtEnd => _position == text.Length;

    public char Next => IsAtEnd ? '\0' : text[_position];

    /// <summary>Takes these letters where they come next.</summary>
    public bool Take(string expected)
    {
        if (string.CompareOrdinal(text, _position, expected, 0, expected.Length) != 0) return false;

        _position += expected.Length;
        return true;
    }

    /// <summary>Takes this letter, or refuses.</summary>
    public void Demand(char expected, string? name = null)
    {
        if (IsAtEnd || Next != expected) throw Unexpected(name ?? $"\"{expected}\"");

        _position++;
    }

    public void SkipBlanks()
    {
        while (!IsAtEnd && Next is ' ' or '\t') _position++;
    }

    /// <summary>The letters until one of these, or to the end.</summary>
    public string TakeUntil(string stops)
    {
        var start = _position;
        while (!IsAtEnd && !stops.Contains(Next, StringComparison.Ordinal)) _position++;
        return text[start.._position];
    }

    public string TakeRest() => TakeUntil(string.Empty);

    /// <summary>What stands in double quotes, a backslash before what is meant as it is.</summary>
    public string TakeQuoted()
    {
        var value = new StringBuilder();
        Demand('"');
        while (!IsAtEnd && Next != '"')
        {
            if (Next == '\\') _position++;
            if (IsAtEnd) break;
            value.Append(text[_position++]);
        }

        Demand('"');
        return value.ToString();
    }

    /// <summary>What stands in quotes where that ends the element; otherwise nothing is taken.</summary>
    public string? TryQuotedElement()
    {
        if (IsAtEnd || Next != '"') return null;

        var start = _position;
        try
        {
            var value = TakeQuoted();
            if (IsAtEnd || Next is ',' or ')') return value;
        }
        catch (RestException)
        {
            // A quote that is no more than a letter of the value.
        }

        _position = start;
        return null;
    }

    /// <summary>A name of a column, a relation or an argument.</summary>
    public string TakeName()
    {
        if (Next == '"' && !IsAtEnd) return TakeQuoted();

        var start = _position;
        while (!IsAtEnd && IsOfName()) _position++;
        var name = text[start.._position].Trim(' ');
        return name.Length > 0 ? name : throw Unexpected("field name (* or [a..z0..9_$])");
    }

    /// <summary>A type's name, which stands in the statement as it is: letters, digits and underscores.</summary>
    public string TakeType()
    {
        var start = _position;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(Next) || Next == '_')) _position++;
        return _position > start ? text[start.._position] : throw Unexpected("letter or digit");
    }

    /// <summary>The place, to go back to.</summary>
    public int Mark() => _position;

    public void GoBack(int mark) => _position = mark;

    /// <summary>One level deeper, within reason: each takes some of the stack.</summary>
    public void Enter()
    {
        if (++_depth > DeepestNesting) throw Unexpected("fewer levels");
    }

    public void Leave() => _depth--;

    public void DemandEnd(string expecting = "end of input")
    {
        if (!IsAtEnd) throw Unexpected(expecting);
    }

    public RestException Unexpected(string expecting) => RestErrors.Unreadable(
        string.Create(CultureInfo.InvariantCulture, $"\"failed to parse {subject} ({text})\" (line 1, column {_position + 1})"),
        $"unexpected {(IsAtEnd ? "end of input" : $"\"{Next}\"")} expecting {expecting}");

    // A dash is part of a name, unless an arrow begins with it.
    private bool IsOfName() => char.IsLetterOrDigit(Next) || Next is '_' or ' ' or '$'
        || (Next == '-' && string.CompareOrdinal(text, _position, "->", 0, 2) != 0);
}
