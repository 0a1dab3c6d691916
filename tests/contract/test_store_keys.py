"""The organisation is in every key and every foreign key, in the database that is really there."""

from sqlalchemy import inspect

from store.store import SqlStore

# What is not inside one organisation: the organisations, where ids come from, who last changed what writers remember,
# and the schema's own revision.
APART = {"organisations", "sequences", "seldom_changed", "alembic_version"}


def tables(store: SqlStore) -> dict[str, tuple[list[str], list[list[str]], list[dict]]]:
    """Primary key, unique keys and foreign keys of each table inside an organisation."""
    with store._engine.connect().execution_options(reading=True) as connection:
        found = inspect(connection)
        return {
            name: (
                found.get_pk_constraint(name)["constrained_columns"],
                [u["column_names"] for u in found.get_unique_constraints(name)],
                found.get_foreign_keys(name),
            )
            for name in found.get_table_names()
            if name not in APART
        }


def test_every_primary_key_begins_with_the_organisation(store):
    """No row can be named without saying whose it is."""
    found = tables(store)
    assert len(found) >= 18
    assert {name: key[:1] for name, (key, _, _) in found.items()} == {
        key: ["organisation_id"] for key in found
    }


def test_every_unique_key_begins_with_the_organisation(store):
    """What one organisation uses is not taken for another; only a workspace belongs to one alone."""
    others = {
        (name, tuple(columns))
        for name, (_, keys, _) in tables(store).items()
        for columns in keys
        if columns[0] != "organisation_id"
    }
    assert others == {("installations", ("platform", "workspace"))}


def test_every_foreign_key_stays_within_the_organisation(store):
    """A row cannot point at another organisation's: the same column says whose both are."""
    for name, (_, _, keys) in tables(store).items():
        assert keys, f"{name} points nowhere, not even at its organisation"
        for key in keys:
            if key["referred_table"] == "organisations":
                assert key["constrained_columns"] == ["organisation_id"]
            else:
                assert key["constrained_columns"][0] == "organisation_id", (name, key)
                assert key["referred_columns"][0] == "organisation_id", (name, key)
                assert len(key["constrained_columns"]) >= 2, (name, key)


def test_every_id_of_another_table_has_its_foreign_key(store):
    """Nothing named like an id is a loose number; but a change, which is no row, and where one expects to say a thing."""
    loose = set()
    with store._engine.connect().execution_options(reading=True) as connection:
        found = inspect(connection)
        for name in set(found.get_table_names()) - APART:
            held = {column for key in found.get_foreign_keys(name) for column in key["constrained_columns"]}
            loose |= {
                (name, column["name"])
                for column in found.get_columns(name)
                if column["name"].endswith("_id") and column["name"] not in held
            }
    assert loose == {
        ("history", "change_id"),
        ("history", "undoes_id"),
        ("identities", "external_id"),
        ("outbox", "installation_id"),
        ("outbox", "to_place_id"),
    }
