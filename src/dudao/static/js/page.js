// What every page has: the panel, the keys, the print button, and islands where a page asks for one.
import { openPanels } from "./panel.js";
import { bindKeys } from "./keys.js";
import { drawIslands } from "./islands.js";

openPanels(document);
bindKeys(document);
drawIslands(document);
document.addEventListener("htmx:load", (event) => drawIslands(event.target));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
