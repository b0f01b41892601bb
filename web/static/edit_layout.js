// Keeps the layout's form as its draft while it is filled in, shows the report anew, and inserts the words that are
// clicked. Without it the page works by its buttons.
"use strict";

{
  const form = document.querySelector("#edit-form");
  const line = form.querySelector(".waits");
  const PAUSE = 1500; // milliseconds after the last key
  let timer = 0, running = false, changed = false, wording = null, pressed = null;

  const show = (page) => {
    const kept = page.querySelector("#edit-form");
    for (const name of ["base", "seen"]) form.elements[name].value = kept.elements[name].value;
    const [sheet, fresh] = [form, kept].map((one) => one.querySelector("#sheet"));
    const pictures = [...sheet.querySelectorAll(".drawn")]; // drawn anew by the button alone: that takes a second each
    if (fresh.querySelector(".paper") && pictures.length > 0) {
      fresh.querySelectorAll(".drawn").forEach((one) => one.remove());
      fresh.append(...pictures);
      fresh.querySelectorAll(".old").forEach((one) => { one.hidden = false; });
    }
    sheet.replaceWith(fresh);
    const [buttons, now] = [form, kept].map((one) => one.querySelector(".preview .choices"));
    if (buttons.children.length !== now.children.length) buttons.replaceWith(now);
    line.textContent = kept.querySelector(".waits").textContent;
    line.classList.remove("problem");
  };

  const tell = (words) => {
    line.textContent = words;
    line.classList.add("problem");
  };

  const keep = async () => {
    if (running) {
      changed = true;
      return;
    }
    running = true;
    try {
      const sent = new URLSearchParams(new FormData(form));
      sent.set("do", "look");
      const answer = await fetch(form.action, { method: "POST", body: sent, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const stale = page.querySelector(".stale");
      if (answer.status === 200) show(page);
      else tell(stale ? stale.textContent : line.dataset.failed);
    } catch {
      tell(line.dataset.failed);
    } finally {
      running = false;
      if (pressed !== null) {
        const button = form.querySelector(`button[value="${pressed}"]`); // it may have been shown anew
        pressed = null;
        form.requestSubmit(button);
      } else if (changed) {
        changed = false;
        later();
      }
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  };

  const insert = (word) => {
    if (wording === null) return;
    wording.setRangeText(word, wording.selectionStart, wording.selectionEnd, "end");
    wording.focus();
    later();
  };

  form.addEventListener("input", (event) => {
    if (!(event.target.name || "").startsWith("new-")) later();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) return;
    event.preventDefault(); // until it is known what is kept: else this window would be taken for another one
    pressed = event.submitter.value;
  });
  form.addEventListener("focusin", (event) => {
    if (event.target.dataset.wording) wording = event.target;
  });
  for (const code of form.querySelectorAll(".placeholders code")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "small-button", textContent: code.textContent });
    button.addEventListener("click", () => insert(button.textContent));
    code.replaceWith(button);
  }
  form.querySelector(".with-script").hidden = false;
}
