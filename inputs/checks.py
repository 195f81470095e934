"""All checks of a case, run all of them and report at once."""

from regietafel.inputs.checks_exchanges import EXCHANGE_CHECKS
from regietafel.inputs.checks_frame import FRAME_CHECKS
from regietafel.inputs.checks_locations import LOCATION_CHECKS
from regietafel.inputs.checks_positions import check_positions
from regietafel.inputs.checks_published import PUBLISHED_CHECKS
from regietafel.inputs.checks_sense import SENSE_CHECKS
from regietafel.inputs.records import Book
from regietafel.model.case import Case
from regietafel.model.errors import Finding

BOOK_CHECKS = (*FRAME_CHECKS, *LOCATION_CHECKS, *EXCHANGE_CHECKS, check_positions, *PUBLISHED_CHECKS)


def check_book(book: Book) -> list[Finding]:
    """Run every check that typed tables allow; unreadable cells have a finding already and are passed over."""
    return [found for check in BOOK_CHECKS for found in check(book)]


def check_case_sense(book: Book, case: Case) -> list[Finding]:
    """Run every check that needs the whole case."""
    return [found for check in SENSE_CHECKS for found in check(book, case)]
