// Ctrl+Enter keeps the judgement and goes on to the next, also from inside the reason; the list shows where one is.
export function draw(queue) {
  const here = queue.querySelector(".sel");
  const list = queue.querySelector(".items");
  if (here && list) list.scrollTop = here.offsetTop - list.offsetTop - list.clientHeight / 3;
  const form = document.getElementById("judge");
  if (!form) return;
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(document.querySelector('button[form="judge"][name="go"]'));
  });
}
