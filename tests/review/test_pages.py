"""What people do on the review pages, done in a real browser."""

from __future__ import annotations

import shutil
import time
import unicodedata
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

import pipeline
from pipeline.review import build_site
from tests.dataset.plans import sample_plan
from tests.sample_dataset import HOSTILE, sample_dataset, write_dataset


def document(site: Path, stem: str) -> Path:
    (path,) = (site / "documents").glob(f"{stem}*.html")
    return path


def in_sight(place: Locator) -> bool:
    """Whether an element lies inside the pane that scrolls it."""
    seen: bool = place.evaluate(
        """(element) => {
            const pane = element.closest("#text, #cards, #grids").getBoundingClientRect();
            const box = element.getBoundingClientRect();
            return box.bottom > pane.top && box.top < pane.bottom && box.height > 0;
        }"""
    )
    return seen


def without_marks(words: str) -> str:
    letters = unicodedata.normalize("NFD", words.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d")


def numbers(page: Page) -> list[str]:
    return page.locator("#documents tbody tr:visible td.number").all_text_contents()


# --- the index -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("kon tum", ["2763/KH-UBND"]),
        ("KHỞI NGHIỆP cần thơ", ["135/KH-UBND"]),
        ("khoi nghiep can tho", ["135/KH-UBND"]),
        ("281/", ["281/KH-UBND"]),
        ("002_e4fe", ["2763/KH-UBND"]),
        ("rainfall", []),
    ],
)
def test_the_index_is_searched(site, visit, sought, found):
    page = visit.open(site / "index.html")
    page.fill("#search", sought)
    assert numbers(page) == found
    assert page.inner_text("#shown") == str(len(found))


def test_the_index_is_filtered_and_all_filters_hold_together(site, visit):
    page = visit.open(site / "index.html")
    assert len(numbers(page)) == 5
    page.select_option("#province", "Đà Nẵng")
    assert numbers(page) == ["2812/KH-UBND", "63/KH-UBND"]
    page.check("#doubtful")
    assert numbers(page) == ["63/KH-UBND"]
    page.select_option("#province", "")
    assert numbers(page) == ["63/KH-UBND", "281/KH-UBND"]
    page.select_option("#year", "2020")
    assert numbers(page) == ["281/KH-UBND"]


def test_the_index_is_sorted_by_any_column(site, visit):
    page = visit.open(site / "index.html")
    page.click("#documents th.tasks button")
    counts = [int(words) for words in page.locator("#documents tbody td:nth-child(5)").all_text_contents()]
    assert counts == sorted(counts)
    assert page.get_attribute("#documents th.tasks", "aria-sort") == "ascending"
    page.click("#documents th.tasks button")
    assert [int(words) for words in page.locator("#documents tbody td:nth-child(5)").all_text_contents()] == counts[::-1]
    page.click("#documents th.number button")
    assert numbers(page) == ["63/KH-UBND", "135/KH-UBND", "281/KH-UBND", "2763/KH-UBND", "2812/KH-UBND"]


def test_the_index_counts_what_the_dataset_holds_and_names_files_without_a_plan(site, visit):
    page = visit.open(site / "index.html")
    tables = pipeline.load(sample_dataset())
    shown = [int(words) for words in page.locator("#documents tbody td:nth-child(5)").all_text_contents()]
    assert shown == [int((tables["tasks"]["doc_id"] == doc_id).sum()) for doc_id in tables["documents"]["doc_id"]]
    assert "SOURCES.csv" in page.inner_text(".failures")


def test_the_index_leads_to_a_document_and_back(site, visit):
    page = visit.open(site / "index.html")
    page.click("text=2763/KH-UBND")
    assert "2763/KH-UBND" in page.inner_text("h1")
    page.click("a.back")
    assert len(numbers(page)) == 5


# --- text and records ----------------------------------------------------------------------------------------------------


def test_a_record_leads_to_its_text_and_back(site, visit):
    page = visit.open(document(site, "003"))
    card = page.locator("article.card.task").last
    record = card.get_attribute("id")
    words = page.locator(f'#text [data-r~="{record}"]')
    assert not in_sight(words.first)
    card.locator("h2").click()
    assert page.url.endswith(f"#{record}")
    assert in_sight(words.first)
    assert "on" in (words.first.get_attribute("class") or "").split()
    page.evaluate("document.getElementById('cards').scrollTop = 0")
    assert not in_sight(card)
    words.first.click()
    chosen = page.locator(".card.on")
    assert chosen.count() == 1
    assert in_sight(chosen)
    assert in_sight(words.first)


def test_an_agency_leads_to_its_words(site, visit):
    page = visit.open(document(site, "002"))
    chip = page.locator("article.task a.chip.lead").first
    chip.click()
    marked = page.locator("#text .on")
    assert marked.first.inner_text() in chip.inner_text()
    assert "lead" in (marked.first.get_attribute("class") or "")
    assert in_sight(marked.first)


def test_every_record_has_its_words_marked(site, visit):
    """The words on the page and those of the tables are the same."""
    for stem in ("000", "002"):
        page = visit.open(document(site, stem))
        records = page.evaluate("Array.from(document.querySelectorAll('.card:not(.doubt), .chip'), (one) => one.id)")
        marked = set(
            page.evaluate("Array.from(document.querySelectorAll('[data-r]'), (one) => one.dataset.r).join(' ')").split()
        )
        assert len(records) > 30
        assert set(records) <= marked
    tables = pipeline.load(sample_dataset())
    named = tables["task_agencies"][tables["task_agencies"]["doc_id"].str.startswith("002")]
    for row in named.head(10).to_dict("records"):
        record = f"{str(row['task_id']).partition('/')[2]}-{row['role']}-{row['position']}"
        words = page.locator(f'#text [data-r~="{record}"]').all_text_contents()
        assert " ".join(" ".join(words).split()) == row["mention"]


def test_the_text_is_whole(site, visit):
    page = visit.open(document(site, "001"))
    text = pipeline.load(sample_dataset())["texts"]["text"].iloc[1]
    assert page.evaluate("Array.from(document.querySelectorAll('#text > p'), (line) => line.textContent).join('\\n')") == text


def test_a_place_of_several_records_goes_on_to_the_next(site, visit):
    page = visit.open(document(site, "003"))
    mark = page.locator("#text a.m.lead.task").first
    records = (mark.get_attribute("data-r") or "").split()
    seen = []
    for _ in range(3):
        mark.click()
        seen.append(page.evaluate("location.hash.slice(1)"))
    assert len(records) > 1
    assert seen == (records * 3)[:3]


def test_a_link_that_is_sent_opens_at_its_record(site, visit):
    page = visit.open(document(site, "001"), "?lang=en#g0040")
    assert page.locator(".card.on").get_attribute("id") == "g0040"
    assert in_sight(page.locator("#g0040"))
    assert in_sight(page.locator('#text [data-r~="g0040"]').first)
    assert page.evaluate("scrollY") == 0
    assert page.locator("#g0040 a.link").get_attribute("href") == "#g0040"
    visit.open(document(site, "001"), "#nowhere")
    assert page.locator(".on").count() == 0


def test_doubts_and_the_least_certain_records_come_first(site, visit):
    page = visit.open(document(site, "001"))
    kinds = page.evaluate("Array.from(document.querySelectorAll('.card'), (card) => card.dataset.kind)")
    doubts = kinds.count("doubt")
    assert doubts == 10
    assert kinds[:doubts] == ["doubt"] * doubts
    sure = page.evaluate("Array.from(document.querySelectorAll('.card[data-sure]'), (card) => Number(card.dataset.sure))")
    assert sure == sorted(sure)
    page.select_option("#order", "page")
    starts = page.evaluate("Array.from(document.querySelectorAll('.card'), (card) => Number(card.dataset.start))")
    assert starts == sorted(starts)


def test_records_are_filtered_by_kind_and_words(site, visit):
    page = visit.open(document(site, "003"))
    page.click("button.kind[data-kind=task]")
    assert page.locator(".card.task:visible").count() == 0
    assert page.locator(".card.target:visible").count() == 14
    page.click("button.kind[data-kind=task]")
    page.fill("#search", "so tai chinh")
    found = page.locator(".card:visible").all_text_contents()
    assert 0 < len(found) < 52
    assert all(word in without_marks(words) for words in found for word in ("so", "tai", "chinh"))
    page.locator("#text a.reference").first.click()
    assert page.locator(".card.reference.on:visible").count() == 1


def test_a_rebuilt_table_stands_beside_its_paragraphs(site, visit):
    page = visit.open(document(site, "000"))
    page.click("#tab-grids")
    assert page.locator("#cards").is_hidden()
    cell = page.locator("#grids td", has_text="Sở Khoa học và Công nghệ").last
    cell.click()
    marked = page.locator("#text .on")
    assert "".join("".join(marked.all_text_contents()).split()) == "".join(cell.inner_text().split())
    assert in_sight(marked.first)
    other = page.locator("#text p[data-table] a.m.lead").first
    other.click()
    assert page.evaluate("document.getElementById(location.hash.slice(1)).tagName") == "TD"
    assert in_sight(page.locator("#grids td.on"))


def test_the_grid_is_that_of_the_cells(site, visit):
    page = visit.open(document(site, "001"))
    cells = pipeline.load(sample_dataset())["cells"]
    second = cells[cells["table_id"].str.startswith("001") & cells["table_id"].str.endswith("t0001")]
    spans = page.evaluate("Array.from(document.querySelectorAll('#t0001 td'), (cell) => [cell.id, cell.rowSpan, cell.colSpan])")
    expected = [[f"t0001-{row.row}-{row.column}", row.row_span, row.column_span] for row in second.itertuples()]
    assert sorted(spans) == sorted(expected)


# --- languages, keys, corrections ----------------------------------------------------------------------------------------


def test_the_language_is_switched_and_kept(site, visit):
    page = visit.open(site / "index.html")
    assert page.get_attribute("html", "lang") == "vi"
    assert page.locator("#documents th.title").inner_text() == "Trích yếu"
    page.click("#language")
    assert page.get_attribute("html", "lang") == "en"
    assert page.locator("#documents th.title").inner_text() == "Title"
    assert page.get_attribute("#search", "placeholder") == "Search (number, title, province, file)"
    assert page.locator("#province option").first.inner_text() == "All provinces"
    page.click("text=135/KH-UBND")
    assert page.locator("#tab-cards").inner_text() == "Records (52)"
    page.reload()
    assert page.locator("#tab-cards").inner_text() == "Records (52)"
    page.click("#language")
    assert page.locator("#tab-cards").inner_text() == "Bản ghi (52)"
    page.click("a.back")
    assert page.get_attribute("html", "lang") == "vi"


def test_everything_is_reached_with_the_keyboard(site, visit):
    page = visit.open(document(site, "003"))
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.id")
    assert first != second
    assert page.locator(f"#{second}.on").count() == 1
    assert in_sight(page.locator(f'#text [data-r~="{second}"]').first)
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == first
    page.keyboard.press("Enter")
    assert first in page.evaluate("document.activeElement.dataset.r").split()
    page.keyboard.press("n")
    mark = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_timeout(50)
    assert page.evaluate("location.hash") == mark
    assert "on" in page.evaluate("document.activeElement.className").split()
    page.keyboard.press("v")
    assert page.get_attribute("html", "lang") == "en"
    page.keyboard.press("b")
    assert page.locator("#grids").is_visible()
    page.keyboard.press("b")
    page.keyboard.press("/")
    page.keyboard.type("jkv")
    assert page.input_value("#search") == "jkv"
    assert page.get_attribute("html", "lang") == "en"


def test_the_tab_key_passes_few_stops(site, visit):
    """Records are walked with j and k: hundreds of stops would keep the tab key from the end of the page."""
    for path in (document(site, "001"), document(site, "004")):
        page = visit.open(path)
        stops = page.evaluate(
            "Array.from(document.querySelectorAll('a, button, input, select, summary, [tabindex]'))"
            ".filter((one) => one.tabIndex >= 0 && one.checkVisibility()).length"
        )
        assert stops < 30


def copied(page: Page) -> str:
    """What the page has just copied, once it says that it has."""
    expect(page.locator("#told")).not_to_be_empty()
    entry: str = page.evaluate("navigator.clipboard.readText()")
    page.evaluate("document.getElementById('told').replaceChildren()")
    return entry


def test_a_correction_is_copied(site, visit):
    page = visit.open(document(site, "002"))
    page.locator("article.task", has_text="Xây dựng chuyên mục").first.locator("button.copy").click()
    entry = yaml.safe_load(copied(page))
    assert entry["document"] == "002_e4fe494c0084b2ad.txt"
    (correction,) = entry["corrections"]
    assert correction["task"].startswith("Xây dựng chuyên mục")
    assert correction["set"]["lead"]
    page.locator("header.top button.copy").click()
    assert yaml.safe_load(copied(page))["corrections"][0]["header"]["number"] == "2763/KH-UBND"
    page.locator("article.task h2").first.click()
    page.keyboard.press("c")
    assert "header" not in yaml.safe_load(copied(page))["corrections"][0]


def test_where_copying_is_not_allowed_the_entry_is_shown(site, visit):
    visit.page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    page = visit.open(document(site, "002"))
    page.locator("article.task button.copy").first.click()
    assert page.locator("#by-hand").is_visible()
    assert "corrections" in yaml.safe_load(page.input_value("#entry"))
    page.keyboard.press("Escape")
    assert page.locator("#by-hand").is_hidden()


# --- safety and speed ----------------------------------------------------------------------------------------------------


def test_words_of_a_page_are_shown_and_never_run(hostile_site, visit):
    page = visit.open(hostile_site / "index.html")
    assert HOSTILE[0] in page.inner_text("#documents")
    assert HOSTILE[1] in page.locator("#province option").all_text_contents()
    for stem in ("hostile", "second"):
        visit.open(document(hostile_site, stem))
        page.wait_for_timeout(50)
        assert page.evaluate("window.harmed") is None
        assert page.locator("img, iframe, object, script:not([type])").count() == 1
    page = visit.open(document(hostile_site, "hostile"))
    assert HOSTILE[0] in page.inner_text(".head .title")
    text = page.evaluate("document.getElementById('text').textContent")
    assert all(words in text for words in HOSTILE)
    titles = page.locator("article.task h2").all_text_contents()
    assert all(any(words in title for title in titles) for words in HOSTILE)
    page.locator("article.task", has_text="onerror").first.locator("button.copy").click()
    assert yaml.safe_load(copied(page))["corrections"][0]["task"] == HOSTILE[1]
    page.hover("article.task >> nth=0")
    assert page.evaluate("window.harmed") is None


def test_a_script_that_came_into_a_page_would_not_run(site, visit, tmp_path):
    """The policy of the page forbids every script but its own, should escaping ever fail."""
    path = tmp_path / "page.html"
    page_text = document(site, "004").read_text(encoding="utf-8")
    harm = (
        "<script>window.harmed = 1</script><img src=x onerror='window.harmed = 2'><div style='color: red' id='styled'>x</div>"
    )
    path.write_text(page_text.replace("<header", harm + "<header", 1), encoding="utf-8")
    page = visit.open(path)
    page.wait_for_timeout(50)
    assert page.evaluate("window.harmed") is None
    assert page.evaluate("getComputedStyle(document.getElementById('styled')).color") != "rgb(255, 0, 0)"
    assert page.locator("#tab-cards").is_visible()
    assert visit.faults
    visit.faults.clear()


def test_a_page_is_one_file(site, visit, tmp_path):
    copy = shutil.copy(document(site, "003"), tmp_path / "sent by mail.html")
    visit.open(Path(copy), "#k0003")
    assert visit.page.locator(".card.on").count() == 1
    assert [url for url in visit.requests if not url.startswith("about:")] == [Path(copy).as_uri()]


@pytest.fixture(scope="module")
def large_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thousand documents; most of their pages are left out, only the index is looked at."""
    folder = tmp_path_factory.mktemp("large")
    write_dataset(folder / "dataset", *(sample_plan(f"{n:04d}.txt", f"{n}/KH-UBND") for n in range(1000)))
    build_site(folder / "dataset", folder / "site")
    return folder / "site"


def opened(page: Page) -> float:
    """Seconds from the request to the first picture after the page and its script were done."""
    done = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
    return float(page.evaluate(done)) / 1000


def test_an_index_of_a_thousand_documents_is_quick(large_site, visit):
    page = visit.page
    assert min(opened(visit.open(large_site / "index.html")) for _ in range(3)) < 1
    filtering = """(sought) => {
        const input = document.getElementById("search"), before = performance.now();
        input.value = sought;
        input.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        return performance.now() - before;
    }"""
    for sought, found in (("7", 271), ("77/kh", 10), ("", 1000), ("kon tum", 1000), ("rainfall", 0)):
        spent = []
        for _ in range(3):
            page.evaluate(filtering, "" if sought else "77/kh")
            spent.append(page.evaluate(filtering, sought))
        assert page.locator("#documents tbody tr:visible").count() == found
        assert min(spent) < 100, sought


def test_the_page_of_the_largest_sample_is_quick(site, visit):
    path = max((site / "documents").iterdir(), key=lambda path: path.stat().st_size)
    assert min(opened(visit.open(path, "#k0170")) for _ in range(3)) < 1
    before = time.perf_counter()
    visit.page.keyboard.press("j")
    assert visit.page.evaluate("document.activeElement.id") != ""
    assert time.perf_counter() - before < 1
