// Keys are written where they work: an element with `data-key="j"` is focused (a field) or clicked (all else) by that key,
// and `data-key-name` (or its text) is its line in the list that `?` opens. Inside a field single letters are letters.
const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function bindKeys(document) {
  const list = document.getElementById("keys");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest(FIELDS)) return;
    if (event.key === "?" && list) {
      event.preventDefault();
      return show(list, document);
    }
    const bound = find(document, event.key);
    if (!bound) return;
    event.preventDefault();
    if (bound.matches(FIELDS)) bound.focus();
    else bound.click();
  });
}

function find(document, key) {
  return [...document.querySelectorAll("[data-key]")].find(
    (one) => one.dataset.key.toLowerCase() === key.toLowerCase() && !one.disabled,
  );
}

function show(list, document) {
  const lines = [...document.querySelectorAll("[data-key]")].map((one) => [
    one.dataset.key.toUpperCase(),
    one.dataset.keyName || one.getAttribute("aria-label") || one.textContent.trim(),
  ]);
  lines.push(["Esc", "关闭侧面板"], ["?", "这张表"]);
  list.querySelector("dl").replaceChildren(...lines.flatMap(([key, name]) => [term(document, key), meaning(document, name)]));
  list.showModal();
}

function term(document, key) {
  const dt = document.createElement("dt");
  const kbd = document.createElement("kbd");
  kbd.textContent = key;
  dt.append(kbd);
  return dt;
}

function meaning(document, name) {
  const dd = document.createElement("dd");
  dd.textContent = name;
  return dd;
}
