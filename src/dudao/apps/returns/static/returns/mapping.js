// Enter goes from a decided question to the next; the chosen one of 1 2 3 is a key of the page itself.
export function draw(place) {
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input[type=radio]")) return;
    event.preventDefault();
    const questions = [...place.querySelectorAll("fieldset")];
    const here = questions.indexOf(event.target.closest("fieldset"));
    const next = questions[here + 1] || document.querySelector(".kbar .btn-primary:not([disabled])");
    const target = next && (next.matches("fieldset") ? next.querySelector("input:checked") || next.querySelector("input") : next);
    if (target) target.focus();
  });
}
