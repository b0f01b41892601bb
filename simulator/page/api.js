// The page's only way to the server.
const channel = () => new URLSearchParams(location.search).get("channel");

function address(path, query = {}) {
  const given = Object.entries({ channel: channel(), ...query }).filter(([, v]) => v !== null && v !== undefined);
  return `/_sim/${path}?${new URLSearchParams(given)}`;
}

async function call(method, path, body, query) {
  const form = body instanceof FormData;
  const answer = await fetch(address(path, query), {
    method,
    headers: body && !form ? { "Content-Type": "application/json" } : {},
    body: form ? body : body && JSON.stringify(body),
  });
  const given = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(given.error || `HTTP ${answer.status}`), { status: answer.status });
  return given;
}

export const get = (path, query) => call("GET", path, null, query);
export const post = (path, body = {}, query) => call("POST", path, body, query);
export const put = (path, body, query) => call("PUT", path, body, query);
export const remove = (path, query) => call("DELETE", path, null, query);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

// Pictures are drawn here, so that no emoji font is needed.
const ICONS = {
  pc: "M4 5h16v11H4zM9 20h6M12 16v4",
  block: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M5.6 5.6l12.8 12.8",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01",
  send: "M4 12l16-8-6 16-3-6z",
  menu: "M4 7h16M4 12h16M4 17h16",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  undo: "M9 7L4 12l5 5M4 12h10a5 5 0 0 1 0 10",
  bot: "M5 9h14v10H5zM12 9V5M9.5 14h.01M14.5 14h.01M12 4.5h.01",
  person: "M12 12a4 4 0 1 0 0-8a4 4 0 1 0 0 8M4 21c0-5 3.5-7 8-7s8 2 8 7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  place: "M12 21s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12M12 11.5a2.5 2.5 0 1 0 0-5a2.5 2.5 0 1 0 0 5",
  smile: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M8 14c1.2 2 6.8 2 8 0M9 9.5h.01M15 9.5h.01",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "drawn", "aria-hidden": "true" })) svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(box.timer);
  box.timer = setTimeout(() => (box.hidden = true), 5000);
}

// Runs something a person asked for and shows what the server refused.
export const attempt = (doing) => async (event) => {
  event?.preventDefault?.();
  try {
    return await doing(event);
  } catch (error) {
    toast(error.message);
    return null;
  }
};

const BANGKOK = "Asia/Bangkok";
export const clockTime = (ms) =>
  new Intl.DateTimeFormat("th-TH", { hour: "2-digit", minute: "2-digit", timeZone: BANGKOK, hour12: false }).format(ms);
export const day = (ms) =>
  new Intl.DateTimeFormat("th-TH-u-ca-buddhist", {
    weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: BANGKOK,
  }).format(ms);

// Only links that LINE itself would open; anything else could run script in this page.
export const safeLink = (uri) => (/^(https?:|tel:|line:|mailto:)/i.test(uri || "") ? uri : null);
export const safeImage = (uri) => (/^(https?:\/\/|\/_sim\/|blob:)/i.test(uri || "") ? uri : "");

// A picture that cannot be had (there may be no internet) keeps its place, empty.
export function picture(uri, attributes = {}) {
  const img = el("img", { src: safeImage(uri), alt: "", ...attributes });
  const blank = () => {
    img.classList.add("missing");
    img.src = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
  };
  img.addEventListener("error", blank, { once: true });
  return img;
}

// What a reader of the screen is told of something to tap that shows no words of its own.
export const nameOf = (action) => action.label || action.text || action.displayText || action.linkUri || action.uri || "ปุ่ม";
