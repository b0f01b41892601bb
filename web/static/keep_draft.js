// Keeps what is typed of each report as a draft, the same that the chat goes on with. Without it the page works as a form.
"use strict";

const form = document.querySelector(".all-replies");
const PAUSE = 1200; // milliseconds after the last key
const waiting = new Map(); // by report: the timer of what is to be kept
const running = new Set(); // reports of which something is being kept
const changed = new Set(); // reports that were changed while that went on

function reportOf(element) {
  return element.closest(".reply-task");
}

function tell(report, words, failed) {
  const line = report.querySelector(".draft");
  line.textContent = words;
  line.classList.toggle("problem", failed);
}

function collect(report, withFiles) {
  const sent = new FormData();
  sent.append("csrf_token", form.elements.csrf_token.value);
  for (const [name, value] of new FormData(form)) {
    const own = name.startsWith(report.id + "-");
    if (own && (withFiles || !(value instanceof File))) sent.append(name, value);
  }
  return sent;
}

function addFiles(report, files) {
  const id = report.id;
  const known = new Set([...report.querySelectorAll(`[name="${id}-known"]`)].map((one) => one.value));
  const before = report.querySelector(`#${id}-upload`).closest(".field");
  for (const file of files.filter((one) => !known.has(one.mark))) {
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: `${id}-known`, value: file.mark });
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: `${id}-file`, value: file.mark, checked: true });
    const label = Object.assign(document.createElement("label"), { className: "received" });
    const note = Object.assign(document.createElement("span"), { className: "small", textContent: form.dataset.received });
    label.append(box, ` ${file.name} `, note);
    before.before(hidden, label);
  }
}

async function keep(report, withFiles) {
  if (running.has(report)) {
    changed.add(report);
    return;
  }
  running.add(report);
  const upload = report.querySelector(`#${report.id}-upload`);
  const files = withFiles || upload.files.length > 0;
  try {
    const path = `${form.getAttribute("action")}/${report.id.slice(1)}/draft`;
    const answer = await fetch(path, { method: "POST", body: collect(report, files), credentials: "same-origin" });
    if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
    const kept = await answer.json();
    tell(report, kept.said, answer.status === 409);
    if (answer.status === 200) {
      report.querySelector(`[name="${report.id}-version"]`).value = kept.version;
      addFiles(report, kept.files);
      if (files) upload.value = "";
    }
  } catch {
    tell(report, form.dataset.failed, true);
  } finally {
    running.delete(report);
    if (changed.delete(report)) later(report);
  }
}

function later(report) {
  clearTimeout(waiting.get(report));
  waiting.set(report, setTimeout(() => { waiting.delete(report); keep(report, false); }, PAUSE));
}

form.addEventListener("input", (event) => {
  const report = reportOf(event.target);
  if (report && event.target.type !== "file") later(report);
});
form.addEventListener("change", (event) => {
  const report = reportOf(event.target);
  if (report && event.target.type === "file") keep(report, true);
});
form.addEventListener("submit", () => waiting.forEach((timer) => clearTimeout(timer)));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const [report, timer] of waiting) {
    clearTimeout(timer);
    waiting.delete(report);
    keep(report, false);
  }
});
