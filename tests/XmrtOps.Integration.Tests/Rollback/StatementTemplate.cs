namespace XmrtOps.Integration.Tests.Rollback;

/// <summary>
/// A statement that makes something, put together from attributes: each has values that mean something else, and of each value
/// spellings that mean the same.
/// </summary>
internal sealed class StatementTemplate(string name, string drop, params string[][][] attributes)
{
    private const string Qualified = "public.kept";

    public string Name => name;

    /// <summary>Takes away what it made.</summary>
    public string Drop => drop;

    public int Attributes => attributes.Length;

    /// <summary>How many values an attribute has.</summary>
    public int ValuesOf(int attribute) => attributes[attribute].Length;

    /// <summary>Makes it again as a dump does: by what the server says of it. Empty: of this kind it says nothing.</summary>
    public string MakeAgain => drop.StartsWith("DROP INDEX", StringComparison.Ordinal) ? Again("pg_get_indexdef('public.kept_i'::regclass)", "")
        : drop.Contains("DROP CONSTRAINT", StringComparison.Ordinal)
            ? Again("(SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'kept_k')", "ALTER TABLE public.kept ADD CONSTRAINT kept_k ")
        : drop.StartsWith("DROP TRIGGER", StringComparison.Ordinal) ? Again("(SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'kept_t')", "")
        : "";

    private string Again(string definition, string before) =>
        $"DO $again$ DECLARE made text := {definition}; BEGIN {drop}; EXECUTE '{before}' || made; END $again$";

    /// <summary>The statement, by numbers of values and of spellings.</summary>
    public string Spell(IReadOnlyList<int> values, IReadOnlyList<int> spellings) => string.Concat(
        attributes.Select((attribute, at) =>
        {
            string[] value = attribute[values[at] % attribute.Length];
            return value[spellings[at] % value.Length];
        }));

    public static readonly string Tables =
        """
        CREATE TABLE public.parent (id int PRIMARY KEY, code int UNIQUE);
        CREATE TABLE public.elder (id int PRIMARY KEY);
        CREATE TABLE public.kept (
            id int PRIMARY KEY, note varchar(20), title text, amount numeric(10, 2), at timestamptz, other int, tags text[], area box,
            "Odd name" int, data jsonb, owner uuid);
        CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE FUNCTION public.touch_else() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
        CREATE TYPE public.mood AS ENUM ('good', 'bad');
        """;

    private static readonly string[][] s_table = [[Qualified, "kept", "\"public\".\"kept\"", "PUBLIC . Kept"]];
    private static readonly string[][] s_alter = [["ALTER TABLE public.kept ", "alter table only kept ", "Alter Table \"kept\" "]];

    private static readonly string[][] s_order = [["", " ASC", " asc nulls last"], [" DESC", " desc NULLS FIRST"], [" DESC NULLS LAST"], [" NULLS FIRST"]];

    private static readonly string[][] s_deferrability =
    [
        ["", " NOT DEFERRABLE", " INITIALLY IMMEDIATE", " NOT DEFERRABLE INITIALLY IMMEDIATE"],
        [" DEFERRABLE", " deferrable initially immediate"],
        [" DEFERRABLE INITIALLY DEFERRED", " INITIALLY DEFERRED", " initially deferred deferrable"],
    ];

    private static readonly string[][] s_condition =
    [
        ["other > 0", "(other > 0)", "kept.other > 0::int4", "OTHER>(0)"],
        ["other > 1"],
        ["other >= 0"],
        ["note IN ('a', 'b')", "(note)::text = ANY (ARRAY['a', 'b'])", "note in ('a'::varchar, 'b'::varchar)"],
        ["note IN ('a', 'c')"],
        ["note <> '' AND (other > 0 OR amount BETWEEN 1 AND 2)", "(note != '') and (other > 0 or (amount >= 1 and amount <= 2.0))"],
        ["(note <> '' AND other > 0) OR amount BETWEEN 1 AND 2"],
        ["\"Odd name\" IS NOT NULL", "not \"Odd name\" is null", "(kept.\"Odd name\") IS NOT NULL"],
        ["amount < 10.5", "amount < '10.5'", "amount < 10.5::numeric"],
        ["lower(title) = title COLLATE \"C\"", "pg_catalog.lower(title) = (title COLLATE \"C\")"],
        ["coalesce(title, '') LIKE 'a%'", "COALESCE(title, ''::text) ~~ 'a%'"],
        ["char_length(title) <= 100", "CHAR_LENGTH((title)) <= 100"],
    ];

    /// <summary>All kinds.</summary>
    public static readonly StatementTemplate[] All =
    [
        new(
            "index",
            "DROP INDEX public.kept_i",
            [["CREATE", "create  /* x */ "]],
            [[""], [" UNIQUE", " unique"]],
            [[" INDEX kept_i ON ", " index \"kept_i\" on "]],
            s_table,
            [["", " USING btree", " using \"btree\""]],
            [["(", " ( "]],
            [
                ["note", "\"note\"", "(note)", " NOTE"], ["title"], ["lower(note)", "(lower(note))", "pg_catalog.lower((note)::text)"],
                ["(amount + 1)", "((amount) + '1')", "(amount+1::numeric)"], ["(amount + 2)"],
            ],
            s_order,
            [[", title"]],
            [["", " COLLATE \"default\""], [" COLLATE \"C\"", " collate pg_catalog.\"C\""]],
            [["", " text_ops", " pg_catalog.text_ops"], [" text_pattern_ops"]],
            s_order,
            [[")"], [", other)", ", \"other\" ASC)"]],
            [[""], [" INCLUDE (id)", " include ( \"id\" )"], [" INCLUDE (id, owner)"]],
            [[""], [" WITH (fillfactor = 70)", " with (FILLFACTOR='70')"], [" WITH (fillfactor = 80)"]],
            [[""], .. s_condition.Select(value => value.Select(text => $" WHERE {text}").ToArray())]),
        new(
            "other index",
            "DROP INDEX public.kept_i",
            [["CREATE INDEX kept_i ON "]],
            s_table,
            [
                [" USING gin (tags)", " using GIN(tags array_ops)"],
                [" USING gin (data jsonb_path_ops)"],
                [" USING gin (data)", " USING gin (data jsonb_ops)"],
                [" USING gist (area)"],
                [" USING hash (note)"],
                [" USING brin (at)"],
            ],
            [[""], [" WHERE other > 0", " where other>0"]]),
        new(
            "check",
            "ALTER TABLE public.kept DROP CONSTRAINT kept_k",
            s_alter,
            [["ADD CONSTRAINT kept_k CHECK (", "add constraint \"kept_k\" check("]],
            s_condition,
            [[")"]],
            [[""], [" NO INHERIT", " no inherit"]],
            [[""], [" NOT VALID"]]),
        new(
            "unique",
            "ALTER TABLE public.kept DROP CONSTRAINT kept_k",
            s_alter,
            [["ADD CONSTRAINT kept_k "]],
            [
                ["UNIQUE (note)", "unique(\"note\")"],
                ["UNIQUE (title)"],
                ["UNIQUE (note, title)"],
                ["UNIQUE (title, note)"],
                ["UNIQUE (\"Odd name\")", "UNIQUE ( \"Odd name\" )"],
            ],
            [[""], [" INCLUDE (other)"]],
            s_deferrability),
        new(
            "foreign key",
            "ALTER TABLE public.kept DROP CONSTRAINT kept_k",
            s_alter,
            [["ADD CONSTRAINT kept_k FOREIGN KEY ("]],
            [["other", "\"other\""], ["\"Odd name\""]],
            [[") REFERENCES "]],
            [["public.parent", "parent(id)", "Public.Parent (\"id\")"], ["parent (code)"], ["elder", "public.elder (id)"]],
            [["", " MATCH SIMPLE"], [" MATCH FULL"]],
            [["", " ON DELETE NO ACTION"], [" ON DELETE CASCADE", " on delete cascade"], [" ON DELETE SET NULL"], [" ON DELETE RESTRICT"]],
            [["", " ON UPDATE no action"], [" ON UPDATE CASCADE"]],
            s_deferrability,
            [[""], [" NOT VALID", " not valid"]]),
        new(
            "exclusion",
            "ALTER TABLE public.kept DROP CONSTRAINT kept_k",
            s_alter,
            [["ADD CONSTRAINT kept_k EXCLUDE "]],
            [
                ["USING gist (area WITH &&)", "using GIST (area box_ops with OPERATOR(pg_catalog.&&))"],
                ["USING gist (area WITH ~=)"],
                ["(other WITH =)", "USING btree (\"other\" with =)"],
            ],
            [[""], [" WHERE (other > 0)", " where ((other) > 0)"]],
            s_deferrability),
        new(
            "number",
            "ALTER TABLE public.kept DROP COLUMN x",
            s_alter,
            [["ADD COLUMN x ", "add X ", "ADD COLUMN \"x\" "]],
            [
                ["int", "integer", "INT4", "pg_catalog.int4"],
                ["bigint", "int8"],
                ["numeric(10, 2)", "decimal(10,2)"],
                ["numeric(10,3)"],
                ["numeric"],
                ["real", "float4", "float(20)"],
            ],
            [
                ["", " DEFAULT NULL"],
                [" DEFAULT 7", " default (7)", " DEFAULT '7'", " DEFAULT 3 + 4"],
                [" DEFAULT 8"],
                [" DEFAULT -7", " default - 7"],
            ],
            [["", " NULL"], [" NOT NULL", " not null"]],
            [[""], [" CHECK (x > 0)", " check ((x)>(0))"], [" CHECK (x > 1)"]],
            [[""], [" UNIQUE", " unique"]]),
        new(
            "text",
            "ALTER TABLE public.kept DROP COLUMN x",
            s_alter,
            [["ADD COLUMN x "]],
            [
                ["varchar(10)", "character varying(10)", "VARCHAR ( 10 )"],
                ["varchar(11)"],
                ["text", "pg_catalog.text"],
                ["varchar", "character varying"],
                ["char(3)", "character(3)"],
            ],
            [["", " COLLATE \"default\""], [" COLLATE \"C\"", " collate pg_catalog.\"C\""]],
            [[""], [" DEFAULT 'x'", " DEFAULT 'x'::text", " default ('x')"], [" DEFAULT 'y'"], [" DEFAULT ''"]],
            [[""], [" CONSTRAINT x_k CHECK (x <> 'z')", " constraint \"x_k\" check (x != 'z')"], [" CONSTRAINT x_k CHECK (x <> 'zz')"]],
            [[""], [" NOT NULL"]]),
        new(
            "other column",
            "ALTER TABLE public.kept DROP COLUMN x",
            s_alter,
            [["ADD COLUMN x "]],
            [
                ["uuid DEFAULT gen_random_uuid()", "UUID default (pg_catalog.gen_random_uuid())"], ["uuid"],
                ["timestamptz DEFAULT now()", "timestamp with time zone default pg_catalog.now()"],
                ["timestamptz(3) DEFAULT now()", "timestamp(3) with time zone DEFAULT now()"],
                ["timestamptz DEFAULT CURRENT_TIMESTAMP", "timestamptz default current_timestamp"],
                ["timestamptz DEFAULT now() + interval '1 day'"],
                ["mood", "public.mood", "\"mood\""],
                ["mood DEFAULT 'good'", "public.mood DEFAULT 'good'::public.mood"],
                ["mood DEFAULT 'bad'"],
                ["text[] DEFAULT '{}'", "text[] DEFAULT ARRAY[]::text[]", "text ARRAY default '{}'::text[]"],
                ["text[] DEFAULT '{a}'"],
                ["int[]", "integer[]", "int4 array"],
                ["jsonb DEFAULT '{}'", "jsonb default '{}'::jsonb"],
                ["jsonb DEFAULT '[]'"],
                ["boolean DEFAULT false", "bool default 'f'", "bool DEFAULT FALSE"],
                ["bool DEFAULT true"],
                ["bigint GENERATED ALWAYS AS IDENTITY", "int8 not null generated always as identity (start with 1 increment by 1)"],
                ["bigint GENERATED BY DEFAULT AS IDENTITY"],
                ["bigint GENERATED ALWAYS AS IDENTITY (START 100)", "bigint generated always as identity (START WITH 100)"],
                ["serial", "SERIAL4"], ["bigserial", "serial8 not null"],
                ["int GENERATED ALWAYS AS (other * 2) STORED", "int4 generated always as ((kept.other*(2))) stored"],
                ["int GENERATED ALWAYS AS (other * 3) STORED"],
                ["int REFERENCES parent", "integer references public.parent(id)"],
                ["int REFERENCES parent ON DELETE CASCADE"],
                ["int REFERENCES parent (code)"],
            ]),
        new(
            "trigger",
            "DROP TRIGGER kept_t ON public.kept",
            [["CREATE TRIGGER kept_t ", "create trigger \"kept_t\" "]],
            [["BEFORE ", "before "], ["AFTER "]],
            [["UPDATE", "update"], ["UPDATE OF note", "update of \"note\""], ["UPDATE OF note, title", "update of title,note"]],
            [[" ON "]],
            s_table,
            [[" FOR EACH ROW", " for row"]],
            [
                [""],
                [" WHEN (NEW.note <> '')", " when ((new.note)::text != ''::text)"],
                [" WHEN (OLD.* IS DISTINCT FROM NEW.*)", " when ((old.*) is distinct from (new.*))"],
                [" WHEN (OLD.other IS DISTINCT FROM NEW.other)"], [" WHEN (NEW.note <> 'x')"],
            ],
            [[" EXECUTE FUNCTION ", " execute procedure "]],
            [["public.touch", "touch", "\"public\".\"touch\""], ["touch_else"]],
            [["()", " ( )"], ["('a')", "(a)"], ["('a', 2)", "('a', '2')"]]),
        new(
            "statement trigger",
            "DROP TRIGGER kept_t ON public.kept",
            [["CREATE TRIGGER kept_t AFTER "]],
            [["INSERT", "insert"], ["DELETE"], ["TRUNCATE"], ["INSERT OR DELETE", "delete or insert"]],
            [[" ON "]],
            s_table,
            [["", " FOR EACH STATEMENT", " for statement"]],
            [[" EXECUTE FUNCTION touch()"]]),
        new(
            "policy",
            "DROP POLICY kept_p ON public.kept",
            [["CREATE POLICY kept_p ON ", "create policy \"kept_p\" on "]],
            s_table,
            [["", " AS PERMISSIVE"]],
            [["", " FOR ALL"], [" FOR UPDATE", " for update"]],
            [["", " TO public", " to PUBLIC"], [" TO anon"], [" TO anon, authenticated", " to authenticated,anon"]],
            [
                [" USING (owner IS NOT NULL)", " using ((kept.owner is not null))"], [" USING (true)"],
                [" USING ((SELECT current_setting('a.b', true)) = note)", " using ((select current_setting('a.b', true))=(note)::text)"],
                [" USING ((SELECT current_setting('a.c', true)) = note)"],
                [" USING (auth.uid() = owner)", " USING ( auth.uid()=kept.owner )"],
                [" USING ((SELECT auth.uid()) = owner)", " using ((( select auth.uid() )) = owner)"],
            ],
            [[""], [" WITH CHECK (other > 0)", " with check((other)>0)"], [" WITH CHECK (other > 1)"]]),
    ];
}
