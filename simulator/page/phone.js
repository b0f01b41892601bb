// One phone: its chat, its quick replies, its rich menu, and what its owner can do.
import { attempt, clockTime, day, el, get, icon, picture, post, remove, toast } from "./api.js";
import { bubbleOf } from "./message.js";
import { pick } from "./picker.js";
import { menuOf } from "./menu.js";

export class Phone {
  constructor(one, world) {
    this.world = world;
    this.id = one.id;
    this.one = one;
    this.lastDay = null;
    this.items = [];
    this.chat = el("div", { class: "chat", role: "log", "aria-live": "polite", tabindex: "0", "aria-label": `แชตของ${one.name}` });
    this.quick = el("div", { class: "quick", role: "group", "aria-label": "ปุ่มตอบด่วน" });
    this.menu = el("div", { class: "menu" });
    this.gate = el("div", { class: "gate" });
    this.node = el("section", { class: "phone", "data-name": one.name, "data-id": one.id, "aria-label": one.name },
      this.head(), this.chat, this.quick, this.form(), this.menu, this.gate);
    if (localStorage.getItem(`pc:${one.id}`)) this.setPc(true);
  }

  head() {
    this.title = el("strong", {});
    this.under = el("small", {});
    this.pc = el("button", { type: "button", class: "icon pc-toggle", "aria-pressed": "false", title: "มุมมอง LINE บนคอมพิวเตอร์", "aria-label": "มุมมอง LINE บนคอมพิวเตอร์", onclick: () => this.setPc(!this.node.classList.contains("pc")) }, icon("pc"));
    this.block = el("button", { type: "button", class: "icon", onclick: attempt(() => this.flipBlock()) }, icon("block"));
    const away = el("button", { type: "button", class: "icon", title: "ลบโทรศัพท์เครื่องนี้", "aria-label": "ลบโทรศัพท์เครื่องนี้", onclick: attempt(() => this.discard()) }, icon("close"));
    return el("header", { class: "phone-head" }, el("div", { class: "phone-who" }, this.title, this.under), this.pc, this.one.kind === "person" && this.block, away);
  }

  form() {
    this.input = el("textarea", { rows: "1", placeholder: "พิมพ์ข้อความ", "aria-label": `ข้อความของ${this.one.name}` });
    this.input.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && !e.shiftKey && !e.isComposing) this.form_.requestSubmit(), e.preventDefault();
    });
    this.input.addEventListener("input", () => this.grow());
    this.photos = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: attempt((e) => this.upload(e.target)) });
    this.files = el("input", { type: "file", multiple: true, hidden: true, onchange: attempt((e) => this.upload(e.target)) });
    this.speaker = el("select", { class: "speaker", "aria-label": "ผู้พูดในกลุ่ม", hidden: this.one.kind !== "group" });
    this.form_ = el("form", { class: "entry", onsubmit: attempt(() => this.send()) },
      this.speaker,
      this.key = el("button", { type: "button", class: "icon key", title: "เมนู", "aria-label": "เมนู", hidden: true, onclick: () => this.flipMenu() }, icon("menu")),
      el("button", { type: "button", class: "icon", title: "ส่งไฟล์", "aria-label": "ส่งไฟล์", onclick: () => this.files.click() }, icon("plus")),
      el("button", { type: "button", class: "icon", title: "ส่งรูป", "aria-label": "ส่งรูป", onclick: () => this.photos.click() }, icon("photo")),
      this.input, this.photos, this.files,
      el("button", { type: "submit", class: "send", title: "ส่ง", "aria-label": "ส่ง" }, icon("send")));
    return this.form_;
  }

  update(one) {
    this.one = one;
    const { channel } = this.world.state;
    this.title.textContent = one.name;
    this.under.textContent = one.kind === "group" ? `กลุ่ม ${one.members.length} คน กับ ${channel.name}` : `คุยกับ ${channel.name}`;
    this.block.title = one.friend === "blocked" ? "เลิกบล็อก" : "บล็อกบัญชี";
    this.block.setAttribute("aria-label", this.block.title);
    this.block.hidden = one.friend === "stranger";
    const gated = one.friend !== "friend";
    this.gate.hidden = !gated;
    this.node.classList.toggle("gated", gated);
    if (gated) this.showGate(channel);
    if (one.kind === "group") {
      const said = this.speaker.value;
      this.speaker.replaceChildren(...one.members.map((id) => el("option", { value: id, selected: id === said }, this.called(id))));
    }
    this.loadMenu();
  }

  showGate(channel) {
    const blocked = this.one.friend === "blocked";
    this.gate.replaceChildren(
      el("p", {}, blocked ? `บล็อก ${channel.name} ไว้` : `ยังไม่ได้เพิ่ม ${channel.name} เป็นเพื่อน`),
      el("button", { type: "button", class: "primary", onclick: attempt(() => post(`people/${this.id}/follow`)) }, blocked ? "เลิกบล็อก" : "เพิ่มเพื่อน"));
  }

  load(entries, quickReplies) {
    this.chat.replaceChildren();
    this.lastDay = null;
    entries.forEach((e) => this.show(e, false));
    this.showQuickReplies(quickReplies);
    this.scrollDown();
    setTimeout(() => this.scrollDown(), 150);
  }

  show(entry, scroll = true) {
    const old = this.chat.querySelector(`[data-entry="${entry.id}"]`);
    const row = this.row(entry);
    if (old) return old.replaceWith(row);
    const today = day(entry.at);
    if (today !== this.lastDay) this.chat.append(el("div", { class: "day" }, el("span", {}, today)));
    this.lastDay = today;
    if (entry.from === "bot") this.showLoading(0);
    this.chat.append(row);
    if (scroll) this.scrollDown();
    return row;
  }

  row(entry) {
    const mine = this.one.kind === "person" && entry.from !== "bot";
    if (entry.message.type === "unsent") return el("div", { class: "unsent", "data-entry": entry.id }, "ข้อความถูกยกเลิก");
    const wide = ["flex", "template", "imagemap"].includes(entry.message.type);
    const bubble = bubbleOf(entry, (action) => this.tap(action), (id) => this.called(id));
    const meta = el("span", { class: "meta" }, entry.edited ? "แก้ไขแล้ว " : "", clockTime(entry.at));
    const name = entry.from === "bot" ? entry.message.sender?.name || this.world.state.channel.name : entry.name;
    const body = el("div", { class: "row-body" }, !mine && el("small", { class: "name" }, name), el("div", { class: "row-line" }, bubble, entry.from !== "bot" && this.tools(entry), meta));
    const avatar = !mine && el("span", { class: `avatar ${entry.from === "bot" ? "bot" : ""}`, "aria-hidden": "true" }, icon(entry.from === "bot" ? "bot" : "person"));
    return el("div", { class: `row ${mine ? "mine" : "theirs"} ${wide ? "wide" : ""}`, "data-entry": entry.id, "data-from": entry.from === "bot" ? "bot" : "person" }, avatar, body);
  }

  // Whoever sent a message may take it back; in a group, where LINE tells bots so, they may also change it.
  tools(entry) {
    const own = (name, words, doing) => el("button", { type: "button", title: words, "aria-label": words, onclick: attempt(doing) }, icon(name));
    const send = (what, body) => post(`people/${entry.from}/${what}`, { message: entry.id, ...body }, this.place);
    const edit = () => {
      const text = prompt("แก้ไขข้อความ", entry.message.text);
      return text && text !== entry.message.text && send("edit", { text });
    };
    return el("span", { class: "tools" },
      this.one.kind === "group" && entry.message.type === "text" && own("edit", "แก้ไขข้อความนี้", edit),
      own("undo", "ถอนข้อความนี้", () => send("unsend")));
  }

  showQuickReplies(items) {
    this.items = items;
    this.quick.replaceChildren(...items.map(({ action, imageUrl }) =>
      el("button", { type: "button", onclick: () => this.tap(action) }, imageUrl && picture(imageUrl), action.label)));
    this.quick.hidden = !items.length;
    this.scrollDown();
  }

  showLoading(seconds) {
    clearTimeout(this.loadingTimer);
    this.chat.querySelector(".loading")?.remove();
    if (!seconds) return;
    this.chat.append(el("div", { class: "loading", "aria-label": "กำลังพิมพ์" }, el("i"), el("i"), el("i")));
    this.scrollDown();
    this.loadingTimer = setTimeout(() => this.showLoading(0), seconds * 1000);
  }

  showRead() {
    this.chat.querySelectorAll(".mine .meta").forEach((m) => {
      if (!m.textContent.startsWith("อ่านแล้ว")) m.prepend("อ่านแล้ว ");
    });
  }

  scrollDown() {
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 110)}px`;
  }

  get who() {
    return this.one.kind === "group" ? this.speaker.value : this.id;
  }

  called(id) {
    return this.world.state.people.find((p) => p.id === id)?.name ?? id;
  }

  get place() {
    return this.one.kind === "group" ? { chat: this.id } : {};
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.grow();
    await post(`people/${this.who}/text`, { text }, this.place);
  }

  async upload(input) {
    const form = new FormData();
    [...input.files].forEach((f) => form.append("files", f, f.name));
    input.value = "";
    await post(`people/${this.who}/files`, form, this.place);
  }

  // What a button does is decided by the server; the phone itself only picks, opens and fills in.
  tap = attempt(async (action) => {
    let value;
    if (action.type === "datetimepicker") {
      value = await pick(action);
      if (!value) return;
    }
    const done = await post(`people/${this.who}/tap`, { action, value }, this.place);
    const typed = done.open?.match(/^https:\/\/line\.me\/R\/oaMessage\/[^/]+\/\?(.*)$/);
    if (typed) return this.fill(decodeURIComponent(typed[1])); // LINE opens the chat with these words typed in
    if (done.open) dispatchEvent(new CustomEvent("open-link", { detail: done.open }));
    if (done.keyboard !== undefined) this.fill(done.keyboard);
    if (done.pick === "camera" || done.pick === "cameraRoll") this.photos.click();
    if (done.pick === "location") await this.sendPlace();
    if (done.copied) (await navigator.clipboard?.writeText(done.copied).catch(() => null), toast(`คัดลอกแล้ว: ${done.copied}`));
    if (done.option === "openRichMenu") this.flipMenu(true);
    if (done.option === "closeRichMenu") this.flipMenu(false);
  });

  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.grow();
  }

  sendPlace() {
    return post(`people/${this.who}/location`, { title: "ที่ทำการ", address: "ตำบลทุ่งตัวอย่าง", latitude: 15.12, longitude: 104.32 }, this.place);
  }

  async loadMenu() {
    if (this.one.kind !== "person") return;
    const { menu } = await get(`people/${this.id}/menu`).catch(() => ({ menu: null })); // they may just have been removed
    this.key.hidden = !menu;
    const open = this.menuOpen ?? menu?.selected ?? false;
    this.menu.replaceChildren(...(menu ? [menuOf(menu, this.tap)] : []));
    this.flipMenu(Boolean(menu) && open, false);
  }

  flipMenu(open = this.menu.hidden, keep = true) {
    this.menu.hidden = !open;
    if (keep) this.menuOpen = open;
    this.scrollDown();
  }

  setPc(on) {
    this.node.classList.toggle("pc", on);
    this.pc.setAttribute("aria-pressed", String(on));
    on ? localStorage.setItem(`pc:${this.id}`, "1") : localStorage.removeItem(`pc:${this.id}`);
    this.scrollDown();
  }

  flipBlock() {
    return post(`people/${this.id}/${this.one.friend === "blocked" ? "unblock" : "block"}`);
  }

  async discard() {
    if (!confirm(`ลบ ${this.one.name} ออกจากโลกจำลอง?`)) return;
    await remove(this.one.kind === "group" ? `groups/${this.id}` : `people/${this.id}`);
  }
}
