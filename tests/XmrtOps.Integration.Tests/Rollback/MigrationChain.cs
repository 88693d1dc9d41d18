using System.Globalization;

namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>Migrations of statements that have an exact inverse, made up from numbers: the same numbers, the same migrations.</summary>
internal sealed class MigrationChain
{
    private const string Base = "public.conversation_sessions";

    private readonly string _prefix;
    private readonly Queue<int> _choices;
    private readonly List<string> _tables = [Base, "public.rate_limits"];
    private readonly List<string> _functions = [];
    private readonly List<string> _types = [];
    private readonly HashSet<string> _granted = [];
    private int _made;

    private MigrationChain(string prefix, IEnumerable<int> choices) => (_prefix, _choices) = (prefix, new Queue<int>(choices));

    /// <summary>One migration for every three numbers, each of one to three statements.</summary>
    public static List<string[]> Of(IReadOnlyList<int> numbers, string prefix = "")
    {
        MigrationChain chain = new(prefix, numbers.Concat(numbers.Reverse()).Concat(numbers));
        List<string[]> migrations = [];
        for (int i = 0; i < numbers.Count / 3; i++)
        {
            migrations.Add([.. Enumerable.Range(0, 1 + (chain.Next() % 3)).SelectMany(_ => chain.Statement())]);
        }

        return migrations;
    }

    private int Next() => _choices.Count == 0 ? 0 : _choices.Dequeue();

    private string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{kind}_{++_made}");

    private string Table() => _tables[Next() % _tables.Count];

    private string[] Statement()
    {
        string name;
        switch (Next() % 13)
        {
            case 0:
                name = $"public.{Name("t")}";
                string[] made =
                [
                    $"CREATE TABLE {name} (id int PRIMARY KEY, note text DEFAULT 'x;y' CHECK (note <> ''), at timestamptz DEFAULT now())",
                    $"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
                    $"COMMENT ON TABLE {name} IS 'it''s new'",
                    $"INSERT INTO {name} (id, note) VALUES (1, 'a'), (2, now()::text)",
                ];
                _tables.Add(name);
                return made;
            case 1:
                return [$"ALTER TABLE {Table()} ADD COLUMN {Name("c")} int DEFAULT 7, ADD \"{Name("Odd c")}\" numeric(10, 2)"];
            case 2:
                return [$"CREATE INDEX {Name("i")} ON {Table()} USING btree ((1))"];
            case 3:
                return [$"CREATE VIEW public.{Name("v")} AS SELECT count(*) AS n FROM {Table()}"];
            case 4:
                name = $"public.{Name("f")}";
                _functions.Add(name);
                return [$"CREATE FUNCTION {name}(a int, b text DEFAULT 'x') RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END; $f$"];
            case 5:
                return [$"CREATE POLICY \"{Name("p")}\" ON {Table()} FOR SELECT TO authenticated USING (true)"];
            case 6:
                name = $"public.{Name("trg")}";
                return
                [
                    $"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                    $"CREATE TRIGGER {Name("g")} BEFORE UPDATE ON {Table()} FOR EACH ROW EXECUTE FUNCTION {name}()",
                ];
            case 7:
                return [$"ALTER TABLE {Table()} ADD CONSTRAINT {Name("k")} CHECK (1 = 1)"];
            case 8:
                name = $"public.{Name("e")}";
                _types.Add(name);
                return [$"CREATE TYPE {name} AS ENUM ('a', 'b')"];
            case 9 when _types.Count > 0:
                return [$"ALTER TABLE {Table()} ADD COLUMN {Name("c")} {_types[Next() % _types.Count]} DEFAULT 'a'"];
            // Granted a second time it is one grant still, and one REVOKE takes both: never on tables that other chains have too.
            case 10 when _tables.Count > 2 && _granted.Add(name = _tables[^1]):
                return [$"GRANT TRIGGER ON {name} TO PUBLIC"];
            case 11 when _functions.Count > 0:
                return [$"CREATE VIEW public.{Name("v")} AS SELECT {_functions[Next() % _functions.Count]}(1) AS n"];
            case 12:
                return [$"CREATE DOMAIN public.{Name("d")} AS text CHECK (VALUE <> '')"];
            default:
                return [$"CREATE MATERIALIZED VIEW public.{Name("m")} AS SELECT 1 AS x"];
        }
    }
}
