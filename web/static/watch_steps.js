// Asks for the page again and again and shows what changed of it, without taking the focus; says what was ticked.
"use strict";

const PAUSE = 2000; // milliseconds between two questions

async function look() {
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // the demo is stopped: asked again
    }
  }
  setTimeout(look, PAUSE);
}

function show(fresh) {
  const ticked = [];
  for (const part of document.querySelectorAll("[data-part]")) {
    const now = fresh.getElementById(part.id);
    if (!now || now.innerHTML === part.innerHTML) continue;
    if (now.classList.contains("done") && !part.classList.contains("done")) ticked.push(now.querySelector("h2").textContent.trim());
    const held = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.className = now.className;
    part.innerHTML = now.innerHTML;
    if (held) document.getElementById(held)?.focus();
  }
  if (ticked.length) document.getElementById("told").textContent = [...ticked, fresh.querySelector(".tried b").textContent].join(". ");
}

setTimeout(look, PAUSE);
