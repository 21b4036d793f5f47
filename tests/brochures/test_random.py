"""Mess of any kind is undone or told, and nothing brings a traceback."""

import re
import tempfile
from itertools import pairwise
from pathlib import Path

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from content.brochures.docx import read_docx
from content.brochures.lines import Unreadable
from content.brochures.making import drafted
from content.brochures.pdf import read_pdf
from content.brochures.reading import any_text, read
from content.brochures.text import read_text
from content.brochures.writing import written
from content.check import check
from content.loader import read_plan
from tests.brochures.cast import COOKING, GARDEN, LESSONS, MONEY, made, plain, told
from tests.brochures.printing import garden_in_word, printed, saved

PDF, WORD = printed(), saved(garden_in_word())
BROCHURES = st.sampled_from([GARDEN, COOKING, LESSONS, MONEY])
SINGLE = st.sampled_from([GARDEN, COOKING, MONEY])  # their lines may be cut anywhere


def doubled(text: str, draw: st.DataObject) -> str:
    return "".join(line * draw.draw(st.integers(1, 3)) for line in text.splitlines(keepends=True))


def bulleted(text: str, draw: st.DataObject) -> str:
    return text.replace("•", draw.draw(st.sampled_from("▪►‣●○→*")))


def softened(text: str, draw: st.DataObject) -> str:
    return re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", lambda _: draw.draw(st.sampled_from(["", "", "", "\u00ad", "\u200b"])), text)


def ended(text: str, draw: st.DataObject) -> str:
    return text.replace("\n", draw.draw(st.sampled_from(["\r\n", "\r", "\u2028", " \n"])))


def unbroken(text: str, draw: st.DataObject) -> str:
    return re.sub(r"(?<=\w) (?=\w)", lambda _: draw.draw(st.sampled_from([" ", "\u00a0", "\u202f"])), text)


def ligated(text: str, _draw: st.DataObject) -> str:
    return text.replace("fi", "ﬁ").replace("fl", "ﬂ").replace("ij", "ĳ")


def shuffled(text: str, draw: st.DataObject) -> str:
    """The steps of the garden in another order."""
    steps = re.findall(r"^\d\. .*: .*\n", text, re.MULTILINE)
    if len(steps) != 4:
        return text
    start, end = text.index(steps[0]), text.index(steps[-1]) + len(steps[-1])
    return text[:start] + "".join(draw.draw(st.permutations(steps))) + text[end:]


def numbered(text: str, draw: st.DataObject) -> str:
    return re.sub(
        r"^(\d)\. (?=\w+ \w+ \w+.*:)", rf"\1{draw.draw(st.sampled_from(['.', ')', ' )', '.)', ' -']))} ", text, flags=re.MULTILINE
    )


MESS = (doubled, bulleted, softened, ended, unbroken, ligated, shuffled, numbered)


@given(BROCHURES, st.lists(st.sampled_from(MESS), unique=True, max_size=4), st.data())
@settings(max_examples=150, deadline=None)
def test_mess_of_letters_and_lines_is_undone(text: str, messes: list[object], data: st.DataObject) -> None:
    messy = text
    for mess in [one for one in MESS if one in messes]:
        # Soft hyphens and the like make lines wider, and so would move columns.
        assume(text is not LESSONS or mess is not softened)
        messy = mess(messy, data)
    assert plain(made(messy)) == plain(made(text))


@given(SINGLE, st.data())
@settings(max_examples=100, deadline=None)
def test_words_cut_at_the_ends_of_lines_are_whole_again_or_told(text: str, data: st.DataObject) -> None:
    long = [
        found.start()
        for found in re.finditer(r"(?<=\w{4})(?=\w{4})", text)
        if found.start() > 40 and "\n" not in text[max(0, found.start() - 40) : found.start()]
    ]
    places = data.draw(st.lists(st.sampled_from(long), unique=True, max_size=3)) if long else []
    assume(all(text[place].islower() for place in places))
    assume(all(after - before > 20 for before, after in pairwise(sorted(places))))
    messy = text
    for place in sorted(places, reverse=True):
        messy = f"{messy[:place]}-\n{messy[place:]}"
    draft = made(messy)
    assert plain(draft) == plain(made(text)) or any("stood on two lines" in note for note in told(draft))


@given(st.text(st.characters(codec="utf-8"), max_size=600), BROCHURES, st.data())
@settings(max_examples=150, deadline=None)
@example("\u00ad", GARDEN, None)
def test_nothing_that_is_written_in_a_brochure_is_lost_and_the_draft_can_be_read(
    text: str, brochure: str, data: st.DataObject | None
) -> None:
    lines = brochure.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines))) if data else 5
    draft = made("".join(lines[:place]) + text + "\n" + "".join(lines[place:]))
    file = Path(tempfile.mkdtemp()) / "plan.yaml"
    file.write_text(written(draft, "plan", 8, "a.txt"), encoding="utf-8")
    assert read_plan(file).title == draft.title
    check(file)


WORDS = st.lists(
    st.sampled_from(["rozemarijn", "kastanje", "vlinderstruik", "zonnebloem", "lavendel"]), min_size=1, max_size=3, unique=True
)


@given(WORDS, BROCHURES, st.data())
@settings(max_examples=150, deadline=None)
def test_a_line_put_anywhere_is_in_the_draft_or_kept_as_a_comment(words: list[str], brochure: str, data: st.DataObject) -> None:
    lines = brochure.splitlines(keepends=True)
    place = data.draw(st.integers(0, len(lines)))
    mark = data.draw(st.sampled_from(["", "• ", "7. ", "Let op: ", "   - ", "✓ "]))
    draft = made("".join(lines[:place]) + mark + " ".join(words) + "\n" + "".join(lines[place:]))
    text = written(draft, "plan", 8, "a.txt")
    assert [word for word in words if word not in text] == []


@given(st.one_of(st.binary(max_size=2000), st.text(max_size=2000).map(lambda text: text.encode("utf-8", "surrogatepass"))))
@settings(max_examples=300, deadline=None)
def test_random_bytes_bring_a_draft_or_a_sentence(content: bytes) -> None:
    for suffix in (".txt", ".pdf", ".docx"):
        file = Path(tempfile.mkdtemp()) / f"a{suffix}"
        file.write_bytes(content)
        tried(file)


@given(st.sampled_from([PDF, WORD]), st.data())
@settings(max_examples=150, deadline=None)
def test_a_file_with_some_bytes_changed_brings_a_draft_or_a_sentence(content: bytes, data: st.DataObject) -> None:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    for reader in (read_pdf, read_docx, read_text):
        try:
            drafted(reader(bytes(changed)), "a")
        except Unreadable:
            continue


def tried(file: Path) -> None:
    try:
        pages = read(file)
    except Unreadable:
        return
    if any_text(pages):
        drafted(pages, "a")
