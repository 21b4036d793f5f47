"""A PDF is read by the places of its words."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from content.brochures.draft import Draft
from content.brochures.lines import Unreadable
from content.brochures.making import drafted
from content.brochures.pdf import read_pdf
from tests.brochures.cast import GARDEN_PLAN, plain, told
from tests.brochures.printing import BESIDE, pdf, printed

RUNNING = "#set page(header: [Buurttuin Laak #h(1fr) CoP], footer: context [Pagina #counter(page).display() van 2])"
CUT = "\n#set par(justify: true)\n#set text(hyphenate: true)"
SMALL = "#set page(width: 12cm, height: 17cm)" + CUT
BARE = "#set page(footer: context align(center, counter(page).display()))"
FULL = '#place(top + left, scope: "parent", float: true, strong(text(16pt, title)))'


def of(content: bytes) -> Draft:
    draft = drafted(read_pdf(content), "brochure")
    assert draft
    return draft


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(printed(), id="one column"),
        pytest.param(printed(SMALL), id="many small pages with words cut at the ends of lines"),
        pytest.param(printed("#set page(columns: 2)", title=FULL), id="two columns"),
        pytest.param(printed("#set page(columns: 2)" + CUT, title=FULL), id="narrow columns with words cut"),
        pytest.param(printed("#set page(columns: 2)", title=FULL, pause="#colbreak()"), id="a column that ends early"),
        pytest.param(printed(tips=BESIDE), id="do's and don'ts beside each other"),
        pytest.param(printed("#set page(flipped: true, columns: 3)", title=FULL), id="three columns"),
        pytest.param(printed(BARE, pause="#pagebreak()"), id="bare page numbers"),
        pytest.param(printed('#show strong: it => box(place(dx: 0.3pt, it.body) + it.body)'), id="bold by printing twice"),
        pytest.param(printed('#set list(marker: [–])'), id="dashes as bullets"),
    ],
)  # fmt: skip
def test_a_printed_brochure_says_the_same_as_its_text(content: bytes) -> None:
    assert plain(of(content)) == GARDEN_PLAN


def test_headers_and_footers_are_left_out_and_told_with_their_page() -> None:
    draft = of(printed(RUNNING, pause="#pagebreak()"))
    assert plain(draft) == GARDEN_PLAN
    assert told(draft) == ["page 1, line 1: 'Buurttuin Laak CoP' stands on more than one page and was left out."]


def test_notes_name_the_page_and_the_line() -> None:
    gap = of(pdf("= Stappen\n1. Kijk rond: Neem de tijd.\n#pagebreak()\n#enum(start: 3)[Rust uit: Drink thee met elkaar.]"))
    assert "page 2, line 1: before step 3 no step 2 was found. Look it up in the brochure." in told(gap)


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert plain(of(locked(printed(), ""))) == GARDEN_PLAN


def test_a_pdf_with_a_password_is_told() -> None:
    with pytest.raises(Unreadable, match=r"asks for a password. Open it, save it without one"):
        read_pdf(locked(printed(), "geheim"))


def locked(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(password, "baas", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", printed()[:3000], b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_a_broken_pdf_is_told(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"it is broken. Open it in a PDF reader"):
        read_pdf(content)


def test_more_pages_than_a_brochure_has_are_told() -> None:
    writer = PdfWriter()
    for _ in range(301):
        writer.add_blank_page(10, 10)
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(Unreadable, match="has over 300 pages"):
        read_pdf(made.getvalue())


def test_more_text_than_a_brochure_has_is_told() -> None:
    with pytest.raises(Unreadable, match="has over 200,000 characters"):
        read_pdf(pdf("#set text(4pt)\n#set page(margin: 1mm)\n#lorem(40000)"))
