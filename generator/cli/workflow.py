"""The workflow by which GitHub checks, shows and publishes a site. Its text alone: writes and runs nothing."""

from __future__ import annotations

import json

from generator.formats.placeholders import SCAFFOLD_PHRASES

WORKFLOW = ".github/workflows/pages.yml"
"""Where GitHub looks for it, from the top of a repository."""

_TEXT = """\
# Publishes the branch `main` on GitHub Pages. For a pull request it reports problems next to their lines and, in the
# run's summary, what changes; and it keeps the built pages for two weeks: “preview”, at the foot of that summary, to be
# downloaded and opened.
name: pages

on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:

permissions: {}

concurrency: # one deployment at a time; one under way is finished. Of a pull request only the newest state counts
  group: pages-${{ github.ref }}
  cancel-in-progress: ${{ github.event_name == 'pull_request' }}

env:
  # What pip installs. Change it when you update Counterpoint:
  COUNTERPOINT: REQUIREMENT

jobs:
  build:
    name: Check and build
    runs-on: ubuntu-latest
    timeout-minutes: 25
    permissions:
      contents: read # all that the pages of a pull request, and its templates, may do
    env:
      GIT_NO_LAZY_FETCH: "1" # pages say what the clone lacks; nothing fetches it
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        env:
          GIT_NO_LAZY_FETCH: "0" # but for large files that the site has now; only this step has a token
        with:
          persist-credentials: false
          fetch-depth: 0 # pages tell what changed, when, and by whom
          filter: blob:limit=1m # of former versions the texts, and no large pictures
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0
        with:
          python-version: "3.13"
      - run: python -m pip install "$COUNTERPOINT"
      # Each change of an annotation is in the run's summary. A published verdict that changes needs a reason, and no
      # published id may be gone. HEAD is the pull request merged; its first parent is what it would be merged into. The
      # branch may have gone on since, and what is new there would look taken out here: its name goes back to that.
      - if: github.event_name == 'pull_request'
        run: |
          git update-ref "refs/remotes/origin/$GITHUB_BASE_REF" HEAD^1
          counterpoint check --strict --format github --against "origin/$GITHUB_BASE_REF"
      - id: last # what the last run for `main` left: this key is new, so the newest that begins like it is restored
        uses: actions/cache/restore@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
        with:
          path: |
            ${{ runner.temp }}/site
            ${{ runner.temp }}/cache
          key: counterpoint-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: counterpoint-
      # Outside of the checkout: what a pull request commits must be neither published nor taken for a cache.
      - run: >-
          counterpoint build --strict --format github --output "$RUNNER_TEMP/site" --cache "$RUNNER_TEMP/cache"
      - if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main' # others read it, and never write it
        uses: actions/cache/save@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5
        with:
          path: |
            ${{ runner.temp }}/site
            ${{ runner.temp }}/cache
          key: ${{ steps.last.outputs.cache-primary-key }}
      - if: github.event_name == 'pull_request'
        uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
        with:
          name: preview
          path: ${{ runner.temp }}/site
          retention-days: 14
      - if: github.event_name != 'pull_request'
        uses: actions/upload-pages-artifact@fc324d3547104276b827a68afc52ff2a11cc49c9 # v5.0.0
        with:
          path: ${{ runner.temp }}/site
          include-hidden-files: true # the tree is published whole, with its manifest and .nojekyll

  deploy:
    name: Publish
    if: github.event_name != 'pull_request' && github.ref == 'refs/heads/main'
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write # to publish
      id-token: write # to prove to Pages that this workflow asks
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@cd2ce8fcbc39b97be8ca5fce6e763baed58fa128 # v5.0.0
"""


def pages_workflow(installs: str) -> str:
    """The workflow, as text. `installs` is what pip installs; empty where only the editor knows it."""
    return _TEXT.replace("REQUIREMENT", json.dumps(installs or SCAFFOLD_PHRASES["installs"]))
