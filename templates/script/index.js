/* The search index: scripts that are loaded when they are asked for, and call one function with what they hold. A
   browser loads scripts from disk, too. */
import { make } from "./dom.js";

const files = new Map();
const waiting = new Map();

self.counterpoint_search = (name, ...content) => waiting.get(name)?.(content);

// What a file holds. One that did not load is asked for once more the next time.
export function load(name, version = "") {
  if (!files.has(name)) {
    const file = new Promise((resolve, reject) => {
      waiting.set(name, resolve);
      // a script that loads and does not call has failed, too; behind a call this comes too late to count
      document.head.append(make("script", { src: `search/${name}.js${version}`, onload: reject, onerror: reject }));
    });
    file.catch(() => files.delete(name));
    files.set(name, file);
  }
  return files.get(name);
}
