"""splink's own recommended set-up: rows in (JSON lines), scored pairs out.

Runs in the peers' environment. Comparisons, blocking and training as in splink's
tutorials for Febrl and fake_1000, without the social security number, and with more
blocking rules on fake_1000, where the tutorial's two miss a quarter.
"""

# ruff: noqa: T201
import json
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FLOOR = 0.01


def febrl() -> tuple[SettingsCreator, list[object], list[object], list[object]]:
    """Return settings, deterministic rules, rules to train on and to predict with."""
    rules = [
        block_on("given_name", "surname"),
        block_on("date_of_birth"),
        block_on("given_name", "postcode"),
        block_on("surname", "postcode"),
        block_on("street_number", "address_1"),
        block_on("address_1", "suburb"),
        block_on("address_2", "postcode"),
        block_on("suburb", "postcode"),
        block_on("given_name", "address_2"),
        block_on("surname", "suburb"),
        block_on("substr(given_name, 1, 3)", "substr(date_of_birth, 1, 6)"),
        block_on("substr(surname, 1, 4)", "substr(date_of_birth, 1, 4)"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
            ),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("address_1", [1, 3]),
            cl.LevenshteinAtThresholds("suburb", [1, 3]),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
            cl.ExactMatch("state").configure(term_frequency_adjustments=True),
        ],
    )
    certain = [
        block_on("given_name", "surname", "date_of_birth"),
        block_on("given_name", "surname", "street_number"),
        block_on("date_of_birth", "address_1"),
    ]
    return settings, certain, [block_on("date_of_birth"), block_on("postcode")], rules


def fake() -> tuple[SettingsCreator, list[object], list[object], list[object]]:
    """Return the same for fake_1000."""
    rules = [
        block_on("first_name"),
        block_on("surname"),
        block_on("dob"),
        block_on("email"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=True),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
    )
    certain = [
        "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
        "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
        "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
        block_on("email"),
    ]
    training = [block_on("first_name", "surname"), block_on("dob")]
    return settings, certain, training, rules


def main(path: str) -> None:
    """Print how many pairs were compared, then each with its probability."""
    with open(path, encoding="utf-8") as file:
        columns = list(json.loads(file.readline()))
    database = duckdb.connect()
    empty = ", ".join(f"nullif({c}, '') AS {c}" for c in columns)
    types = dict.fromkeys(columns, "VARCHAR")
    database.execute(
        f"CREATE TABLE rows AS SELECT {empty} FROM read_json(?, columns=?)",
        [path, types],
    )
    settings, certain, training, _ = fake() if "email" in columns else febrl()
    linker = Linker(DuckDBAPI(database).register("rows"), settings, log_level=40)
    learn = linker.training
    learn.estimate_probability_two_random_records_match(certain, recall=0.8)
    learn.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in training:
        learn.estimate_parameters_using_expectation_maximisation(
            rule, record_sample_proportion=1.0
        )
    found = linker.inference.predict(threshold_match_probability=0).as_record_list()
    for row in found:
        pair = sorted((str(row["unique_id_l"]), str(row["unique_id_r"])))
        print(json.dumps([*pair, round(row["match_probability"], 5)]))


if __name__ == "__main__":
    main(sys.argv[1])
