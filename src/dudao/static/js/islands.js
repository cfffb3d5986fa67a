// An island is one small module with one exported `draw(place, data)`. The page brings the data:
//   {{ rows|json_script:"rows" }} <div data-island="assessment/curve.js" data-from="rows"></div>
export function drawIslands(within) {
  const places = within.querySelectorAll ? within.querySelectorAll("[data-island]:not([data-drawn])") : [];
  for (const place of places) {
    place.dataset.drawn = "";
    const data = place.dataset.from ? JSON.parse(document.getElementById(place.dataset.from).textContent) : null;
    const address = new URL(`../${place.dataset.island}`, import.meta.url);
    import(address.href).then((island) => island.draw(place, data));
  }
}
