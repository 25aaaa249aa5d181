"""export and evaluate: named in the contract, built with the rooms they stand on."""

from pathlib import Path

import click

from backend.cli.session import Session, command

FORMATS = (
    "ftm", "graphml", "gexf", "csv", "cypher", "stix", "case", "i2", "svg", "html",
)  # fmt: skip


@command("export", "klupko export --case konac --format ftm -o konac.ftm.json")
@click.option("--case", required=True, help="The case.")
@click.option(
    "--format", "form", required=True, type=click.Choice(FORMATS), help="File format."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
def export(session: Session, case: str, form: str, output: Path) -> None:
    """Write what you see of a case to a file. Not built yet."""
    from graph.errors import Unsupported

    raise Unsupported(f"export as {form} is not built yet")


@command("evaluate", "klupko evaluate gold/*.iob2 --json")
@click.argument("gold", nargs=-1, type=click.Path(exists=True, path_type=Path))
def evaluate(session: Session, gold: tuple[Path, ...]) -> None:
    """Measure extraction against gold files. Not built yet."""
    from graph.errors import Unsupported

    raise Unsupported("`klupko evaluate` is not built yet; `make evaluate` is")
