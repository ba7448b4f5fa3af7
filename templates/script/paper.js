/* Opens every note for paper, in browsers whose style sheets can't. */
import { all } from "./dom.js";

if (!CSS.supports("selector(::details-content)")) {
  addEventListener("beforeprint", () => {
    for (const details of all(".note > details")) details.open = true;
  });
}
