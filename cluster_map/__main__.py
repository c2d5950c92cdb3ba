"""Commands: ``python -m cluster_map check-data [DIR]``, ``evaluate-matching`` and ``refresh``."""

import argparse
import sys
from pathlib import Path

from cluster_map.errors import ClusterMapError, DataError
from cluster_map.store import DEFAULT_FOLDER, check_folder


def check_data(folder: Path) -> int:
    """Print every problem of a data folder; 0 only when there is none."""
    try:
        report = check_folder(folder)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    for problem in report.problems:
        print(problem)
    for path in report.differing:
        print(f"note: {path} differs from the recorded checksum; run make data.")
    print(f"{folder}: {report.rows:,} rows in {len(report.rows_by_file)} tables and layers checked.")
    print(f"{len(report.problems):,} problem(s)." if report.problems else "No problems.")
    return 1 if report.problems else 0


def evaluate_matching(keep: bool) -> int:
    """Print how often the partner finder finds tie-ups that are hidden from it."""
    # Imported here: checking data needs none of it.
    from cluster_map.matching.evaluation import Half, summed, trials_of, write_result
    from cluster_map.matching.report import report
    from cluster_map.process import shared_atlas

    try:
        held_out = trials_of(shared_atlas(), Half.HELD_OUT)
        for line in report(shared_atlas(), held_out):
            print(line)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    if keep:
        write_result(summed(held_out))
    return 0


def refresh(tables: list[str], folder: Path, is_trial: bool) -> int:
    """Fetch newer official tables; 1 where anything speaks against them, and then nothing is written."""
    # Imported here: checking data needs none of it.
    from cluster_map.refresh.client import client_of_environment
    from cluster_map.refresh.command import refresh as refresh_tables

    try:
        refresh_tables(client_of_environment(), tables, folder, is_trial)
    except ClusterMapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m cluster_map", description="Commands of Cluster Map Japan."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check-data", help="check every file of a data folder")
    check.add_argument("folder", metavar="DIR", nargs="?", type=Path, default=DEFAULT_FOLDER)
    evaluate = commands.add_parser("evaluate-matching", help="try the partner finder on hidden tie-ups")
    evaluate.add_argument("--keep", action="store_true", help="keep the figure that the screen shows")
    fetch = commands.add_parser(
        "refresh",
        help="fetch newer official tables from the e-Stat API",
        description="Fetch official tables from the e-Stat API, check them and show what would change. They "
        "are written only when every check passes. ESTAT_APP_ID holds the application id, ESTAT_ADDRESS "
        "another address of the API.",
    )
    fetch.add_argument("--table", metavar="ID", action="append", required=True, help="e-Stat's id of a table")
    fetch.add_argument("--folder", metavar="DIR", type=Path, default=DEFAULT_FOLDER, help="data folder")
    fetch.add_argument("--trial", action="store_true", help="show what would change and write nothing")
    chosen = parser.parse_args(arguments)
    if chosen.command == "refresh":
        return refresh(chosen.table, chosen.folder, chosen.trial)
    if chosen.command == "evaluate-matching":
        return evaluate_matching(chosen.keep)
    return check_data(chosen.folder)


if __name__ == "__main__":
    sys.exit(main())
