"""Rows of metadata: what is taken apart and read, and what only looks like one."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.article import Article

EN = (
    "The harbour board voted on Tuesday night to close the inner basin for dredging, a decision that moves forty boats "
    "to the north quay until the spring, when the channel is to be two metres deeper than it is today."
)
EN_2 = (
    "Skippers had asked for lights on the quay; the board agreed to those, and put off its decision on the fees until "
    "it meets again in the week after next, when the harbour master is back from his leave."
)
DE = (
    "Der Hafenausschuss hat am Dienstagabend beschlossen, das innere Becken für die Baggerarbeiten zu sperren, sodass "
    "vierzig Boote bis zum Frühjahr an den Nordkai verlegt werden müssen, wo es keine Lampen gibt."
)
DE_2 = (
    "Die Schiffer hatten Lampen am Kai verlangt; der Ausschuss stimmte zu und vertagte die Entscheidung über die "
    "Gebühren, bis der Hafenmeister wieder aus seinem Urlaub zurück ist, also wohl bis in den März hinein."
)
RU = (
    "Портовый комитет во вторник вечером решил закрыть внутренний бассейн на время дноуглубительных работ, поэтому "
    "сорок лодок до весны придётся перевести к северному причалу, где пока нет никакого освещения."
)
ZH = (
    "港务委员会周二晚间决定关闭内港进行疏浚，四十艘船只将在春季之前迁往北码头，届时航道将比现在深两米，船长们曾要求在码头上安装照明灯，"
    "委员会同意了这一要求，但把有关费用的决定推迟到两周之后的下一次会议上再作讨论。"
)
TITLES = {
    EN: "Basin to close for dredging",
    DE: "Hafenbecken wird gesperrt",
    RU: "Бассейн порта закроют",
    ZH: "内港将关闭疏浚",
}
MORE = {EN: EN_2, DE: DE_2, RU: RU.replace("вторник", "среду"), ZH: ZH.replace("周二", "周三")}


def cleaned(row: str, prose: str = EN) -> Article:
    return cleaner.clean(f"{TITLES[prose]}\n\n{row}\n\n{prose}\n\n{MORE[prose]}")


@pytest.mark.parametrize(
    ("row", "prose"),
    [
        ("03.05.2024, 16:24 Uhr • Lesezeit: 5 Minuten", DE),
        ("Von Max Muster · 3. Mai 2024 · Aktualisiert 4. Mai 2024", DE),
        ("Von Max Muster, Berlin | Stand: 12.03.2024", DE),
        ("By Jane Doe | March 3, 2024 | 5 min read | 12 Comments", EN),
        ("March 3, 2024 | By Jane Doe | Leave a comment", EN),
        ("Jane Doe | March 3, 2024 | 5 min read", EN),
        ("Published on December 18, 2025 • Reading time 6 minutes", EN),
        ("Published: November 5th, 2012 | Tags: NFL AM, Andrew Luck", EN),
        ("Written by Nickel - Leave a Comment", EN),
        ("July 12, 2025 • 6 min read", EN),
        ("Oct 1, 2021 | 34 comments", EN),
        ("Просмотров: 1341 Комментариев: 0 15 мая 2023", RU),
        ("记者 张三 2024-05-03 16:24 来源:新华社", ZH),
    ],
)
def test_rows_of_metadata_go(row: str, prose: str) -> None:
    article = cleaned(row, prose)
    assert article.text == f"{prose}\n\n{MORE[prose]}"
    assert article.restore() == f"{TITLES[prose]}\n\n{row}\n\n{prose}\n\n{MORE[prose]}"
    # And so where the row stands behind the text.
    assert cleaner.clean(f"{TITLES[prose]}\n\n{prose}\n\n{MORE[prose]}\n\n{row}").text.endswith(MORE[prose])


def test_what_a_row_says_goes_to_its_fields() -> None:
    article = cleaned("By Jane Doe | March 3, 2024 | 5 min read | 12 Comments")
    assert article.authors == ["Jane Doe"]
    assert article.date_published == "2024-03-03"
    assert [(counter.type, counter.count, counter.raw) for counter in article.counters] == [
        ("comment", 12, "12 Comments")
    ]
    assert [capture.raw for capture in article.captures if capture.category == "reading_time"] == ["5"]
    edit = next(edit for edit in article.journal.edits if "12 Comments" in edit.before)
    assert edit.by.startswith("row.metadata+")

    article = cleaned("Von Max Muster · 3. Mai 2024 · Aktualisiert 4. Mai", DE)
    assert (article.authors, article.date_published, article.date_modified) == (
        ["Max Muster"],
        "2024-05-03",
        "2024-05-04",
    )

    article = cleaned("Published: November 5th, 2012 | Tags: NFL AM, Andrew Luck")
    assert (article.date_published, article.tags) == ("2012-11-05", ["NFL AM", "Andrew Luck"])

    article = cleaned("Jane Doe | March 3, 2024 | 5 min read")
    assert (article.authors, article.date_published) == (["Jane Doe"], "2024-03-03")


OTHER = str.maketrans("1aeiou", "2eioua")

NOT_ROWS = [
    ("Harbour Rovers 3 | North Quay 1", EN),
    ("Team A 3 | Team B 1", EN),
    ("12.05.2024 | 20:00 | Stadthalle", DE),
    ("12.05.2024 | 20:00 Uhr | Alte Oper", DE),
    ("Sonntag, 12. Mai 2024 | Alte Oper", DE),
    ("12.05.2024 – 14.05.2024", DE),
    ("Prep 10 min | Serves 4", EN),
    ("Prep: 10 min | Cook: 20 min | Serves: 4", EN),
    ("Zubereitung 20 Min. | 4 Portionen", DE),
    ("08:15 | 09:20 | 11:45", EN),
    ("Cardiff 08:15 – Swansea 09:20", EN),
    ("11/18/2025 | Education Week", EN),
    ("Jan 2 – Apr 30, 2026", EN),
    ("The Basin, 1998 | The Quay, 2003 | Tides, 2011", EN),
    ("30060, Marietta, Georgia - January 13, 2023", EN),
    ("Name\tBorn\tTrade", EN),
    ("John Smith\t3 May 1856\tSail maker", EN),
    ("By sea | 12 hours | 3 May 2024", EN),
    ("3 May 2024 | By boat | 12 hours", EN),
    ("Open: 3 May 2024 | Closed: 5 May 2024", EN),
    ("Von Bremen | 3. Mai 2024 | 12 Plätze", DE),
    ("Views of the harbour: 12 plates | 1856", EN),
    ("Read by John Smith | 5 May 2024 | 12 minutes", EN),
    ("Music: Jane Doe | Words: John Smith", EN),
    ("Directed by Jane Doe | 112 min | Drama", EN),
    ("Jane Doe - 3 May 1856 - John Smith", EN),
    ("Comments | 3 May 2024 | 12", EN),
    ("Length 12 min | Likes 3 | John Smith, viola", EN),
]


@pytest.mark.parametrize(("line", "prose"), NOT_ROWS)
def test_what_is_no_row_of_metadata_stays(line: str, prose: str) -> None:
    title, more = TITLES[prose], MORE[prose]
    for text in (
        f"{title}\n\n{line}\n\n{prose}\n\n{more}",
        f"{title}\n\n{prose}\n\n{line}\n\n{more}",
        f"{title}\n\n{prose}\n\n{more}\n\n{line}",
        f"{title}\n\n{line}\n{line.translate(OTHER)}\n\n{prose}\n\n{more}",
    ):
        article = cleaner.clean(text)
        assert line in (article.title or "") or line in article.text, article.journal.edits


@pytest.mark.parametrize(
    "row", ["By Jane Doe | March 3, 2024 | 5 min read | 12 Comments", "July 12, 2025 • 6 min read"]
)
def test_between_paragraphs_nothing_goes(row: str) -> None:
    assert row in cleaner.clean(f"{TITLES[EN]}\n\n{EN}\n\n{row}\n\n{EN_2}").text


def test_a_row_with_one_part_that_nobody_knows_stays_whole() -> None:
    row = "By Jane Doe | March 3, 2024 | Lighthouse no. 7"
    assert row in cleaned(row).text


def test_rows_of_a_page() -> None:
    html = (
        "<html><body><article><h1>Basin to close for dredging</h1><div><span>3 May 2024</span>"
        f" • <span>6 min read</span> • <span>12 Comments</span></div><p>{EN}</p><p>{EN_2}</p></article></body></html>"
    )
    article = cleaner.clean(html, media_type="text/html")
    assert article.text == f"{EN}\n\n{EN_2}"
    assert article.date_published == "2024-05-03"
