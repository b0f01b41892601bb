// Loads the world, follows its journal, and hands each change to the phone or panel it concerns.
import { el, get, safeLink, toast } from "./api.js";
import { Phone } from "./phone.js";
import { Panel } from "./panel.js";

const world = { state: null, phones: new Map(), hidden: new Set(JSON.parse(localStorage.getItem("hidden") || "[]")) };
const panel = new Panel(document.getElementById("panel"));
const FIRST = 4; // phones shown until one chooses

function show(state, fresh) {
  world.state = state;
  const select = document.getElementById("channel");
  select.replaceChildren(...state.channels.map((c) => el("option", { value: c.id, selected: c.id === state.channel.id }, c.name)));
  setClock(state.now);
  layOut();
  panel.load(state, fresh);
}

function chatters() {
  const { people, groups, channel } = world.state;
  return [
    ...people.map((p) => ({ ...p, kind: "person" })),
    ...groups.filter((g) => g.channels.includes(channel.id)).map((g) => ({ ...g, kind: "group", friend: "friend" })),
  ];
}

function layOut() {
  const all = chatters();
  if (!world.laidOut && localStorage.getItem("hidden") === null) world.hidden = new Set(all.slice(FIRST).map((c) => c.id));
  world.laidOut = true; // whoever is added later is shown
  document.getElementById("who").replaceChildren(...all.map(whoButton));
  const holder = document.getElementById("phones");
  const kept = new Set();
  for (const one of all.filter((c) => !world.hidden.has(c.id))) {
    kept.add(one.id);
    let phone = world.phones.get(one.id);
    if (!phone) {
      phone = new Phone(one, world);
      world.phones.set(one.id, phone);
      phone.load(world.state.chats[one.id] || [], world.state.quick_replies[one.id] || []);
    }
    phone.update(one);
    if (phone.node.parentNode !== holder) holder.append(phone.node);
  }
  for (const [id, phone] of world.phones) {
    if (!kept.has(id)) {
      phone.node.remove();
      world.phones.delete(id);
    }
  }
}

function whoButton(one) {
  const on = !world.hidden.has(one.id);
  const flip = () => {
    on ? world.hidden.add(one.id) : world.hidden.delete(one.id);
    localStorage.setItem("hidden", JSON.stringify([...world.hidden]));
    reload();
  };
  const jump = () => world.phones.get(one.id)?.node.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  return el("span", { class: "who-one" },
    el("input", { type: "checkbox", checked: on, onchange: flip, "aria-label": `แสดงโทรศัพท์ของ${one.name}` }),
    el("button", { type: "button", onclick: jump, disabled: !on }, one.name));
}

let clock = { at: Date.now(), now: Date.now() };
function setClock(iso) {
  clock = { at: performance.now(), now: Date.parse(iso) };
  tick();
}
export const now = () => clock.now + (performance.now() - clock.at);
function tick() {
  const text = new Intl.DateTimeFormat("th-TH-u-ca-buddhist", {
    dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Bangkok", hour12: false,
  }).format(now());
  const shown = document.getElementById("now");
  if (shown.textContent !== text) shown.textContent = text;
}
setInterval(tick, 1000);

const HEARD = {
  entry: ({ entry }) => entry.channel === world.state.channel.id && heardEntry(entry),
  quick_replies: (line) => mine(line)?.showQuickReplies(line.items),
  loading: (line) => mine(line)?.showLoading(line.seconds),
  read: (line) => mine(line)?.showRead(),
  clock: ({ now }) => setClock(now),
  menu: (line) => line.channel === world.state.channel.id && world.phones.forEach((p) => p.loadMenu()),
  log: ({ line }) => panel.addLog(line),
  quota: (line) => line.channel === world.state.channel.id && panel.showQuota(line),
  bad_days: ({ bad_days }) => panel.showBadDays(bad_days),
};
const mine = (line) => (line.channel === world.state.channel.id ? world.phones.get(line.chat) : null);

function heardEntry(entry) {
  const entries = (world.state.chats[entry.chat] ??= []);
  const at = entries.findIndex((e) => e.id === entry.id);
  at < 0 ? entries.push(entry) : (entries[at] = entry);
  world.phones.get(entry.chat)?.show(entry);
}

// `#phone=NAME&text=WORDS` leads to that phone with the words typed in, as LINE's own links do; `#clock=INSTANT` to the clock.
function goToNamed() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const one = chatters().find((c) => c.name === asked.get("phone"));
  if (asked.has("clock")) panel.showClock(asked.get("clock"));
  if (!one) return;
  if (world.hidden.delete(one.id)) layOut();
  const phone = world.phones.get(one.id);
  phone.fill(asked.get("text") || "");
  phone.node.scrollIntoView({ inline: "center", block: "nearest" });
  history.replaceState(null, "", location.pathname + location.search); // loaded again, nothing is typed again
}
addEventListener("hashchange", goToNamed);

// The account that the address names may have been removed: the first one is shown instead.
function toFirst(error) {
  if (error.status === 404 && location.search) location.search = "";
  throw error;
}

async function reload(fresh = false) {
  const state = await get("state").catch(toFirst);
  if (fresh) {
    world.phones.forEach((p) => p.node.remove());
    world.phones.clear();
  }
  show(state, fresh);
  return state.seq;
}

async function follow() {
  const joined = document.getElementById("joined");
  let since = await reload(true);
  goToNamed();
  for (;;) {
    try {
      const { seq, lost, changes } = await get("changes", { since, wait: 25 });
      joined.textContent = "";
      if (lost || changes.some((c) => c.kind === "reset")) since = await reload(true);
      else {
        since = seq;
        for (const line of changes) HEARD[line.kind]?.(line);
        if (changes.some((c) => c.kind === "people")) await reload();
      }
    } catch (error) {
      joined.textContent = "ขาดการเชื่อมต่อ กำลังลองใหม่";
      await new Promise((r) => setTimeout(r, 1500));
      since = await reload(true).catch(() => since);
    }
  }
}

document.getElementById("channel").addEventListener("change", (e) => {
  location.search = new URLSearchParams({ channel: e.target.value });
});
const toggle = document.getElementById("panel-toggle");
toggle.addEventListener("click", () => {
  const open = document.body.classList.toggle("no-panel");
  toggle.setAttribute("aria-expanded", String(!open));
});
addEventListener("open-link", (e) => {
  const link = safeLink(e.detail);
  if (link) open(link, "_blank", "noopener");
  else toast(`เปิดลิงก์นี้ไม่ได้: ${e.detail}`);
});
follow();
