// Workbooks, or a whole folder of them, may be dropped anywhere on the form instead of being chosen.
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break; // a folder tells its files a hundred at a time
    for (const one of some) found.push(...(await filesOf(one)));
  }
  return found;
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return transfer.files;
  const all = new DataTransfer();
  for (const entry of entries) for (const file of await filesOf(entry)) all.items.add(file);
  return all.files;
}

export function draw(form) {
  const field = form.querySelector("#workbook");
  const folder = form.querySelector("#folder");
  const over = (event) => {
    event.preventDefault();
    form.classList.add("over");
  };
  form.addEventListener("dragenter", over);
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const files = await dropped(event.dataTransfer);
    if (files.length) field.files = files;
  });
  form.addEventListener("submit", (event) => {
    field.setCustomValidity(field.files.length || folder?.files.length ? "" : "先选工作簿，或者选一个文件夹");
    if (!field.reportValidity()) {
      event.preventDefault();
      return;
    }
    // Workbooks take a moment to be read; a second press would only send them again.
    const button = form.querySelector("button");
    button.disabled = true;
    button.textContent = "正在传……";
  });
  form.addEventListener("change", () => field.setCustomValidity(""));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
