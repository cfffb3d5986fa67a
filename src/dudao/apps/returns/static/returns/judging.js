// Ctrl+Enter keeps the judgement and goes on to the next, also from inside the reason.
export function draw(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(document.querySelector('button[form="judge"][name="go"]'));
  });
}
