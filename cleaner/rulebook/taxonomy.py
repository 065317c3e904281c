"""The closed lists of the rule format: categories of chrome, and fields that a capture may fill."""

from __future__ import annotations

from typing import Final, NamedTuple

Converter = str
CONVERTERS: Final = ("datetime", "date", "count", "person", "place", "text")
"""How a captured text becomes a value; when it cannot, the line is kept."""


class Category(NamedTuple):
    """One kind of chrome: what happens to it unless a rule says otherwise, and why."""

    name: str
    default: str
    why: str


CATEGORIES: Final = tuple(
    Category(*row)
    for row in (
        (
            "site_clock",
            "capture",
            "the time of the visit, never a date of the article; evidence for zone and fetch time",
        ),
        ("skip_link", "drop", "a link for screen readers to the content"),
        ("nav_menu", "drop", "menu entries; only in a run of short lines at an edge"),
        (
            "nav_section_label",
            "drop",
            "names of sections; many are real headings elsewhere, so only in a run at an edge",
        ),
        ("breadcrumb", "capture", "path of sections to the article"),
        ("search_box", "drop", "label or button of a search form"),
        ("login_account", "drop", "log in, register, my account"),
        ("language_switch", "drop", "names of the languages of the site"),
        ("byline_placeholder", "capture", "a desk or a template's default in place of a name: never an author"),
        ("byline", "capture", "who wrote it"),
        ("dateline", "keep", "place and agency before the first sentence: text of the article, copied to a field"),
        ("publish_timestamp", "capture", "when it was published"),
        ("update_timestamp", "capture", "when it was last changed"),
        ("reltime", "capture", "a time relative to the visit; without the fetch time it is no date"),
        ("reading_time", "capture", "estimated minutes to read"),
        ("view_count", "capture", "how often it was opened"),
        ("comment_count", "capture", "how many comments it has"),
        ("share_prompt", "drop", "a request to share"),
        ("share_buttons", "drop", "names of networks in a row of buttons"),
        ("share_counts", "capture", "how often it was shared or liked"),
        ("newsletter_signup", "drop", "a newsletter form or its prompt"),
        ("follow_channel", "drop", "follow us on …"),
        ("app_download", "drop", "get our app"),
        ("paywall_subscription", "drop", "subscribe to read on; the text may be cut short"),
        ("ad_marker", "drop", "marks the place of an advertisement"),
        ("related_links", "drop", "a cue and the titles of other articles after it"),
        ("read_more", "drop", "a link that opens the rest or another article"),
        ("trending_list", "drop", "most read, popular, latest"),
        ("image_caption", "capture", "what a picture shows"),
        ("photo_credit", "capture", "who made a picture"),
        ("media_player", "drop", "labels of a video or audio player"),
        ("social_embed", "drop", "buttons of an embedded post; the post itself stays"),
        ("tags_topics", "capture", "keywords of the article"),
        ("author_bio", "capture", "about the author"),
        ("comments_section", "drop", "heading of the readers' comments"),
        ("reply_form", "drop", "form for a comment"),
        ("pagination", "drop", "page 1 of 3, next, previous"),
        ("print_email_tools", "drop", "print, e-mail, save, text size"),
        ("back_to_top", "drop", "link to the top of the page"),
        ("ui_control", "drop", "a button or a state of the page"),
        ("cookie_consent", "drop", "cookie and consent notices"),
        ("copyright", "capture", "who holds the rights"),
        ("legal_footer", "drop", "terms, privacy, imprint"),
        ("agency_credit", "keep", "the news agency behind a text"),
        ("source_attribution", "capture", "where a text was taken from"),
        ("correction_notice", "keep", "an honest paper's correction is part of the article"),
        ("editors_note", "keep", "a note of the editors is part of the article"),
        ("helpline_notice", "keep", "help for readers in distress is never dropped in silence"),
        ("affiliate_disclosure", "keep", "a legal or ethical statement"),
        ("ai_notice", "keep", "a statement on how the text was made"),
        ("summary_box", "capture", "a box of key points, or its label"),
        ("end_marker", "drop", "a sign that the text is over"),
        ("tip_contact", "drop", "send us a tip"),
        ("feedback_error", "drop", "report an error"),
        ("support_prompt", "drop", "a request to donate or to turn off an ad blocker"),
        ("poll_widget", "drop", "a poll's question or button"),
        ("js_notice", "drop", "please enable JavaScript"),
        ("alt_text_leak", "drop", "alternative texts and titles of icons"),
        ("metadata_dump", "drop", "machine values that leaked into the text"),
        ("broadcast_marker", "drop", "live, on air"),
        ("facebook_box", "drop", "a page plug-in of a network"),
        ("ticker_heading", "drop", "heading of a news ticker"),
        ("feed_footer", "drop", "the post … appeared first on …"),
        ("article_id", "capture", "number of the article in the site's system"),
    )
)
CATEGORY_NAMES: Final = tuple(category.name for category in CATEGORIES)


class CaptureField(NamedTuple):
    """One field a capture may fill, the converters that fit it, and where the record holds it."""

    name: str
    kinds: tuple[Converter, ...]
    record: str


_STAMP = ("datetime", "date")
_TEXT = ("text",)
CAPTURE_FIELDS: Final = tuple(
    CaptureField(*row)
    for row in (
        ("published", _STAMP, "date_published, dates"),
        ("modified", _STAMP, "date_modified, dates"),
        ("retrieved", _STAMP, "source.retrieved_at, dates (kind retrieved)"),
        ("place", ("place", "text"), "timezone evidence of a site clock; with a dateline: dateline"),
        ("dateline", _TEXT, "dateline"),
        ("byline", ("text", "person"), "byline_raw"),
        ("author", ("person", "text"), "authors, byline_raw"),
        ("editor", ("person", "text"), "captures"),
        ("translator", ("person", "text"), "captures"),
        ("photographer", ("person", "text"), "captures"),
        ("agency", _TEXT, "captures"),
        ("source", _TEXT, "captures"),
        ("author_bio", _TEXT, "captures"),
        ("contact", _TEXT, "captures"),
        ("views", ("count",), "counters (ViewAction)"),
        ("shares", ("count",), "counters (ShareAction)"),
        ("comments", ("count",), "counters (CommentAction)"),
        ("likes", ("count",), "counters (LikeAction)"),
        ("reads", ("count",), "counters (ReadAction)"),
        ("followers", ("count",), "counters (FollowAction)"),
        ("reading_time", ("count", "text"), "captures"),
        ("characters", ("count",), "captures"),
        ("caption", _TEXT, "captures"),
        ("credit", _TEXT, "captures"),
        ("copyright", _TEXT, "captures"),
        ("correction", _TEXT, "captures"),
        ("note", _TEXT, "captures"),
        ("summary", _TEXT, "captures"),
        ("tags", _TEXT, "tags"),
        ("section", _TEXT, "section"),
        ("reltime", _TEXT, "captures"),
        ("article_id", _TEXT, "captures"),
        ("url", _TEXT, "captures"),
        ("publisher", _TEXT, "publisher"),
    )
)
FIELD_KINDS: Final = {field.name: field.kinds for field in CAPTURE_FIELDS}
