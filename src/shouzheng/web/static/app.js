// The pages work without this script. It adds: two presses of Escape hide everything; a case that locked itself leaves
// the screen; files can be dropped; progress is shown as it happens; a time code jumps in the recording.
"use strict";
document.documentElement.classList.add("js");

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // “back” must not bring up the page of a case that is locked by now
});

const hide = document.getElementById("hide");
let lastEscape = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !hide) return;
  const now = Date.now();
  if (now - lastEscape < 600) hide.requestSubmit();
  lastEscape = now;
});

const body = document.body;
if (body.dataset.leave) {
  const limit = Number(body.dataset.leave) * 1000;
  let used = Date.now();
  let told = Date.now();
  const touched = () => {
    used = Date.now();
    if (used - told > limit / 4) {
      told = used;
      fetch(body.dataset.alive, { cache: "no-store" }).catch(() => {});
    }
  };
  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, touched);
  for (const sound of document.querySelectorAll("audio")) sound.addEventListener("timeupdate", touched); // listening is use
  setInterval(() => {
    if (Date.now() - used > limit) location.replace("/locked");
  }, 1000);
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-chosen]");
  const show = () => {
    list.textContent = Array.from(input.files, (file) => file.name).join("\n");
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    input.files = event.dataTransfer.files;
    show();
  });
}

const sound = document.querySelector("audio");
for (const code of document.querySelectorAll("[data-pieces] [data-at]")) {
  code.addEventListener("click", (event) => {
    event.preventDefault();
    sound.currentTime = Number(code.dataset.at);
    sound.play().catch(() => {}); // a kind that the browser cannot play: the page says so
  });
}

const progress = document.querySelector("[data-progress]");
if (progress) {
  let touched = false; // what somebody is filling in or sending is not taken away by a reload
  for (const kind of ["input", "submit"]) document.addEventListener(kind, () => (touched = true));
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[data-words]");
  const source = new EventSource(progress.dataset.progress);
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.done) {
      source.close();
      if (touched) {
        words.textContent = progress.dataset.done;
        bar.hidden = true;
      } else location.reload();
      return;
    }
    words.textContent = told.words;
    if (told.percent) bar.value = told.percent;
    else bar.removeAttribute("value");
  };
  source.onerror = () => {
    source.close();
    setTimeout(() => touched || location.reload(), 3000);
  };
}
