from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import people
from cleaner.dates.vocabulary import fold
from cleaner.people import is_byline, is_name, split_byline


@pytest.mark.parametrize(
    ("raw", "authors"),
    [
        ("By Jane Doe and John Smith, Staff Writer", ("Jane Doe", "John Smith")),
        ("Jane Doe", ("Jane Doe",)),
        ("By JANE DOE Associated Press", ("JANE DOE",)),
        ("By Jane Doe in London", ("Jane Doe",)),
        ("Written by Jane Doe | Senior Writer | July 2, 2025", ("Jane Doe",)),
        ("By Jane Doe Updated January 25, 2026", ("Jane Doe",)),
        ("By Jane Doe on Thu, Nov 9, 2023 at 4:00 am", ("Jane Doe",)),
        ("By Jane Doe, Political Editor", ("Jane Doe",)),
        ("By Dr. Jane Doe @janedoe jane@example.com", ("Dr. Jane Doe",)),
        ("By Perry Bacon Jr.", ("Perry Bacon Jr.",)),
        ("By Jane Doe, CNN", ("Jane Doe",)),
        ("Von Anna Beispiel, Bernd Muster", ("Anna Beispiel", "Bernd Muster")),
        ("Von Max Muster 09.09.2025, 09:58 Uhr", ("Max Muster",)),
        ("Benjamin Muster, London 18.10.2019, 19:33", ("Benjamin Muster",)),
        ("Von Anna von der Leine und Bernd Muster", ("Anna von der Leine", "Bernd Muster")),
        ("Par Marie-Claire d'Estaing", ("Marie-Claire d'Estaing",)),
        ("Por María José García y Juan Pérez", ("María José García", "Juan Pérez")),
        ("Di Mario Rossi e Luigi Bianchi", ("Mario Rossi", "Luigi Bianchi")),
        ("Door Jan de Vries", ("Jan de Vries",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("Oleh Budi Santoso", ("Budi Santoso",)),
        ("মোহাম্মদ আলী, বিশেষ প্রতিনিধি", ("মোহাম্মদ আলী",)),
        ("بقلم: أحمد محمد", ("أحمد محمد",)),
        ("이용민 기자", ("이용민",)),
        ("홍길동 기자 hong@news.kr", ("홍길동",)),
        ("김철수·이영희 기자", ("김철수", "이영희")),
        ("[서울=뉴시스] 홍길동 기자 =", ("홍길동",)),
        ("文/记者 王明", ("王明",)),
        ("本报记者 王明 李华", ("王明", "李华")),
        ("作者：王明", ("王明",)),
        ("渡辺洋介", ("渡辺洋介",)),
    ],
)
def test_persons(raw: str, authors: tuple[str, ...]) -> None:
    found = split_byline(raw)
    assert found.authors == authors
    assert not found.is_placeholder


@pytest.mark.parametrize(
    "raw",
    [
        "Reporter Name",
        "REPORTER NAME",
        "admin",
        "Staff Reports",
        "By Our Correspondent",
        "Posted by admin",
        "Staff Reporter, Dhaka",
        "নিজস্ব প্রতিবেদক, ঢাকা",
        "নিজস্ব প্রতিবেদক",
        "জেলা প্রতিনিধি, বগুড়া",
        "অনলাইন ডেস্ক",
        "Von Redaktion, 24. Januar 2022",
        "Door onze redactie",
        "La rédaction",
        "Redacción",
        "Редакция",
        "编辑部",
        "온라인뉴스팀",
    ],
)
def test_bylines_that_name_nobody(raw: str) -> None:
    found = split_byline(raw)
    assert found.is_placeholder
    assert found.authors == ()


@pytest.mark.parametrize(
    ("raw", "organisation"),
    [
        ("Reuters", "Reuters"),
        ("By Associated Press", "Associated Press"),
        ("dpa", "dpa"),
        ("বাসস", "বাসস"),
        ("新华社", "新华社"),
    ],
)
def test_agencies_are_organisations(raw: str, organisation: str) -> None:
    found = split_byline(raw)
    assert (found.authors, found.organisations, found.is_placeholder) == ((), (organisation,), False)


def test_role_and_place_are_kept_apart() -> None:
    found = split_byline("By Jane Doe, Staff Writer, London")
    assert (found.authors, found.role, found.place) == (("Jane Doe",), "Staff Writer", "London")


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "By Read More",
        "Read more here",
        "7330",
        "By the sea",
        "All About Brakes",
        "Keine Kommentare",
        "Follow us on Twitter",
        "By Clay",
        "BBC Sport",
        "University of Springfield",
        "https://example.com/jane",
        "x" * 500,
    ],
)
def test_when_unsure_there_is_no_author(raw: str) -> None:
    assert split_byline(raw).authors == ()


@pytest.mark.parametrize(
    "text", ["admin", "Climate change", "Jane", "Dr. Jane", "Jane 2", "a b", "De la", "Reporter Name Here"]
)
def test_what_is_no_full_name(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    "line", ["Climate Change", "By George", "News of the World", "王明", "By the numbers: 2025 in review"]
)
def test_headlines_are_no_bylines(line: str) -> None:
    assert not is_byline(line)


@given(st.text(max_size=220))
def test_any_text_gives_a_byline(text: str) -> None:
    found = split_byline(text)
    assert found == split_byline(text)
    assert all(name.strip() and len(name) <= 41 for name in found.authors)
    assert not (found.is_placeholder and found.authors)


@given(st.text(alphabet="aÉ .:,;\t\u00a0\u200b\u2003新"))
def test_the_key_of_a_word_knows_one_kind_of_space(word: str) -> None:
    spaced = people._SPACE.sub(" ", word)
    assert people._key(word) == people._key(spaced) == fold(spaced.strip(" .:：,;"))
