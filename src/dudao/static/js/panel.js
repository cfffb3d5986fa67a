// The explanation panel: a link with `data-panel`, and every number (`a.val`), opens beside the page what it would open
// as a page. Esc or 关闭 closes it and gives the focus back. Without script the link is just a link.
const LINKS = "a.val, a[data-panel]";

export function openPanels(document) {
  const panel = document.getElementById("panel");
  if (!panel) return;
  let opener = null;

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-panel]")) return close();
    const link = event.target.closest(LINKS);
    if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (!panel.contains(link)) opener = link;
    window.htmx.ajax("GET", link.href, { source: panel, target: "#panel", swap: "innerHTML" });
  });
  panel.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== panel) return;
    panel.hidden = false;
    panel.scrollTop = 0;
    const head = panel.querySelector("h1, h2") || panel;
    head.tabIndex = -1;
    head.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
}
