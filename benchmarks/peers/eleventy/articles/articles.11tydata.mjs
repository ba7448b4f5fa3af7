export default {
  layout: "article.njk",
  tags: "article",
  permalink: (data) => `/${data.section}/${data.page.fileSlug}/index.html`,
};
