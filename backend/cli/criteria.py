"""passengers criteria: what pre-determined criteria ask of, and a check of a file."""

from pathlib import Path

import click

from backend.cli.session import Session, command, print_json

TODAY = click.option(
    "--today", metavar="DATE", help="Take this day for today [KLUPKO_TODAY, or today]."
)


@command(
    "criteria",
    "klupko passengers criteria\n"
    "klupko passengers criteria kokain.yaml --today 2026-09-01",
)
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@TODAY
def criteria(session: Session, file: Path | None, today: str | None) -> None:
    """Say what criteria may ask of, or check a file of them, its review included.

    \b
    A file of criteria (YAML):
      name: Late and in cash by way of Vienna
      set_on: 2026-03-01
      review_by: 2026-09-01
      set_by: PIU Belgrade, decision 12/26
      offence: drugs
      why: what makes them targeted, proportionate and specific
      needs: 2
      fits:
        - {element: booked_before_h, at_most: 24}
        - {element: payment, any: [cash]}
        - {element: route, any: [VIE]}
      against:
        - {element: travellers, at_least: 4}
    """
    from backend.cli.printing import print_pairs, print_table
    from backend.passengers.clock import day_of
    from backend.passengers.criteria import ELEMENTS, read_criteria

    if file is None:
        if session.as_json:
            print_json({"elements": ELEMENTS})
        else:
            print_table(["element", "what it is"], list(ELEMENTS.items()))
        return
    found = read_criteria(file, day_of(session.settings(), today))
    told = found.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if session.as_json:
        print_json(told)
    else:
        listed = {"fits", "against"}
        print_pairs({k: v for k, v in told.items() if k not in listed})
        rows = [
            (
                name,
                str(one.pop("element")),
                " ".join(f"{k} {v}" for k, v in one.items()),
            )
            for name in ("fits", "against")
            for one in told.get(name, [])
        ]
        print_table(["", "element", "asks"], rows)
