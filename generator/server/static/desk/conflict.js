/* Two writers of one annotation: the fields that differ, before, here and on disk. It is never merged by itself. */
import { button, element, ownTree } from "./dom.js";

// What was chosen: "write" goes on writing, "mine" puts it over the file, "theirs" takes the file.
export function chosen(own, { id, fields }) {
  const { host, root } = ownTree(own, "div");
  const cell = (value) => element("td", { textContent: value || "—", dir: "auto" });
  const rows = fields.map(({ label, before, yours, disk }) =>
    element(
      "tr",
      { className: before === disk ? "" : "differs" },
      element("th", { textContent: label, attributes: { scope: "row" } }),
      cell(before),
      cell(yours),
      cell(disk),
    ),
  );
  const head = ["field", "before", "yours", "on disk now"].map((name) =>
    element("th", { textContent: name, attributes: { scope: "col" } }),
  );
  const dialog = element(
    "dialog",
    { className: "conflict", attributes: { "aria-labelledby": "conflict" } },
    element("h2", { id: "conflict", textContent: `“${id}” was changed on disk while you wrote` }),
    element("p", { textContent: "Nothing is saved and nothing is lost. Yours stays open until you choose." }),
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...rows)),
  );
  root.append(dialog);
  document.body.append(host);
  return new Promise((resolve) => {
    const answer = (value) => () => dialog.close(value);
    dialog.append(
      element(
        "div",
        { className: "foot" },
        button("Go on writing", answer("write"), { className: "main", autofocus: true }),
        button("Put mine over it", answer("mine")),
        button("Take what is on disk", answer("theirs")),
      ),
    );
    dialog.onclose = () => {
      host.remove();
      resolve(dialog.returnValue || "write");
    };
    dialog.showModal();
  });
}

// A reason typed in a dialog; nothing where it was left.
export function reasonFor(own, title, words) {
  const { host, root } = ownTree(own, "div");
  const field = element("input", {
    type: "text",
    name: "reason",
    required: true,
    autofocus: true,
    dir: "auto",
    attributes: { "aria-label": words },
  });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "reason", textContent: title }),
    element("label", { className: "field" }, words, field),
  );
  const dialog = element("dialog", { attributes: { "aria-labelledby": "reason" } }, form);
  form.append(
    element(
      "div",
      { className: "foot" },
      element("button", { type: "submit", value: "yes", className: "main", textContent: "Save" }),
      button("Cancel", () => dialog.close("")),
    ),
  );
  root.append(dialog);
  document.body.append(host);
  return new Promise((resolve) => {
    dialog.onclose = () => {
      host.remove();
      resolve(dialog.returnValue === "yes" ? field.value.trim() : "");
    };
    dialog.showModal();
  });
}
