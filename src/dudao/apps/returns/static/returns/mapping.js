// Enter goes from a decided question to the next (1 2 3 are keys of the page itself), and both halves stay where they
// were scrolled to when an answer draws them anew.
const places = {};

export function draw(work) {
  for (const half of work.querySelectorAll("[data-keep]")) {
    const name = half.dataset.keep;
    if (places[name]) half.scrollTo(places[name]);
    half.addEventListener("scroll", () => {
      places[name] = { left: half.scrollLeft, top: half.scrollTop };
    });
  }
  const tabs = work.querySelector(".sheet .tabs");
  const here = tabs && tabs.querySelector("[aria-current]");
  if (here) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - 40;
  work.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input[type=radio]")) return;
    event.preventDefault();
    const questions = [...work.querySelectorAll("fieldset")];
    const here = questions.indexOf(event.target.closest("fieldset"));
    const next = questions[here + 1];
    const target = next
      ? next.querySelector("input:checked") || next.querySelector("input[type=radio]")
      : work.querySelector(".kbar .btn-primary:not([disabled])");
    if (target) target.focus();
  });
}
