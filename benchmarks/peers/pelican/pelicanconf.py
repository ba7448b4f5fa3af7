"""The settings for Pelican: the pages that the other programs' templates build, and nothing else."""

SITENAME = "Archive"
SITEURL = "https://archive.example.org"
AUTHOR = "Archive"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
THEME_STATIC_PATHS: list[str] = []
DEFAULT_PAGINATION = False
DIRECT_TEMPLATES = ["index", "sitemap"]

ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "years/{date:%Y}/index.html"
MONTH_ARCHIVE_SAVE_AS = "months/{date:%Y}-{date:%m}/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
TAG_SAVE_AS = TAGS_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""

FEED_RSS = "index.xml"
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

MARKDOWN = {"extension_configs": {}, "output_format": "html5"}
SUMMARY_MAX_LENGTH = None
