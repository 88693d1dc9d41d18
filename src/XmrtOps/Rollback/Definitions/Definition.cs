using XmrtOps.Database.Plans;
using XmrtOps.Rollback.Inverses;

namespace XmrtOps.Rollback.Definitions;

/// <summary>How something is made, in parts: read from a statement, or from what the server says of what is there.</summary>
internal sealed class Definition
{
    private readonly List<DefinitionPart> _parts = [];

    public IReadOnlyList<DefinitionPart> Parts => _parts;

    /// <summary>Constraints that are written with a column; null as name: the server chose one.</summary>
    public List<(string? Name, Definition Rule)> Rules { get; } = [];

    /// <summary>What of it is not compared, as a clause; null: all is.</summary>
    public string? Unread { get; set; }

    public static Definition NotRead(string why) => new() { Unread = why };

    public DefinitionPart? Find(string name) => _parts.Find(part => part.Name == name);

    /// <summary>What of the same name was there is replaced.</summary>
    public void Set(string name, string text, DefinitionPartKind kind = DefinitionPartKind.Fact)
    {
        _parts.RemoveAll(part => part.Name == name);
        _parts.Add(new DefinitionPart(name, kind, text));
    }

    public void Set(string name, IEnumerable<SqlToken> tokens, DefinitionPartKind kind) => Set(name, StatementReader.Text(tokens), kind);

    /// <summary>Gives a part the name of what is taken where nothing is said.</summary>
    public void Accept(string name, string alternative)
    {
        int at = _parts.FindIndex(part => part.Name == name);
        if (at >= 0)
        {
            _parts[at] = _parts[at] with { Alternative = alternative };
        }
    }
}
