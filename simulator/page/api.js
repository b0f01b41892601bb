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
  if (!answer.ok) throw new Error(given.error || `HTTP ${answer.status}`);
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
