/* What the page asks of the server that serves it. */

export class ServerError extends Error {
  constructor(status, answer) {
    super(answer.said ?? "The server did not understand this.");
    Object.assign(this, { status, answer });
  }
}

export class DeskServer {
  constructor(own, article) {
    Object.assign(this, { own, article, token: "" });
  }

  async model() {
    const model = await this.ask(`desk/model?${new URLSearchParams({ article: this.article })}`);
    this.token = model.token;
    return model;
  }

  async articles() {
    const { articles } = await this.ask("desk/articles");
    return articles;
  }

  changes() {
    return this.ask(`desk/changes?${new URLSearchParams({ article: this.article })}`);
  }

  async search(words) {
    const { voices } = await this.ask(`desk/voices?${new URLSearchParams({ article: this.article, words })}`);
    return voices;
  }

  place(what) {
    return this.ask("desk/place", { article: this.article, ...what });
  }

  write(op, what) {
    return this.ask("desk/write", { op, article: this.article, ...what });
  }

  offered() {
    return this.ask("desk/new");
  }

  // What a paste becomes; with `write`, its files are made.
  imported(what) {
    return this.ask("desk/import", what);
  }

  // The answer as a value. Throws a `ServerError` with the answer where it is refused.
  async ask(name, body) {
    const headers = { "Content-Type": "application/json", "X-Counterpoint-Token": this.token };
    const asked = body ? { method: "POST", headers, body: JSON.stringify(body) } : {};
    let answer;
    try {
      answer = await fetch(new URL(name, this.own), asked);
    } catch {
      throw new ServerError(0, { said: "The preview does not answer. What you wrote is kept here." });
    }
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const value = isJson ? await answer.json() : { said: await answer.text() };
    if (!answer.ok) throw new ServerError(answer.status, value);
    return value;
  }
}
