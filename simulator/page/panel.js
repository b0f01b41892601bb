// Clock, quota, people, bad days and the log of requests.
import { attempt, el, post, put, remove } from "./api.js";

const FAULTS = {
  duplicate: "ส่งเหตุการณ์ซ้ำ", shuffle: "สลับลำดับ", together: "รวมหลายเหตุการณ์", delay: "ล่าช้า", api_5xx: "ตอบ 500 (ไม่ทำ)", api_5xx_after: "ตอบ 500 (ทำแล้ว)",
  hang: "ค้าง ไม่ตอบ", reset: "ตัดสาย (ไม่ทำ)", reset_after: "ตัดสาย (ทำแล้ว)", too_many: "429 ถี่เกินไป",
  lost: "ตอบ 200 แต่ไม่ส่ง", content_400: "โหลดไฟล์ได้ 400", quota_spent: "โควตาหมด",
};
const BUSY = { duplicate: 0.2, shuffle: 0.2, delay: 0.2, api_5xx: 0.1, api_5xx_after: 0.05, reset: 0.05, reset_after: 0.05, content_400: 0.2 };

const button = (words, doing) => el("button", { type: "button", onclick: attempt(doing) }, words);
const section = (title, open, ...inside) => el("details", { open }, el("summary", {}, title), ...inside);
// Forms are built once: what someone is typing or sliding outlives changes elsewhere.
const fill = (input, value) => document.activeElement !== input && (input.value = value);

export class Panel {
  constructor(node) {
    this.log = el("div", { class: "log" });
    this.sliders = {};
    this.newest = 0; // the number of the newest line of the log
    this.clock = section("นาฬิกา", true, this.clockButtons());
    node.append(
      this.clock,
      section("โควตาข้อความ", true, this.quotaForm()),
      section("คน กลุ่ม และบอต", false, this.peopleForms()),
      section("วันร้าย", false, this.faultForm()),
      section("คำขอและคำตอบ", true, el("div", { class: "line" }, button("ล้าง", () => this.log.replaceChildren())), this.log));
  }

  clockButtons() {
    const move = (by) => () => post("clock", by);
    const to = (this.to = el("input", { type: "datetime-local", "aria-label": "ไปยังวันเวลา" }));
    this.go = el("button", {}, "ไป");
    return el("div", {},
      el("div", { class: "line" },
        button("+1 นาที", move({ minutes: 1 })), button("+1 ชม.", move({ minutes: 60 })), button("+1 วัน", move({ days: 1 })),
        button("+1 สัปดาห์", move({ days: 7 })), button("+1 เดือน", move({ months: 1 }))),
      el("form", { class: "line", onsubmit: attempt(() => to.value && post("clock", { to: to.value })) }, to, this.go));
  }

  // Opens the clock; with an instant (2026-12-01T09:05) ready to go there.
  showClock(to) {
    if (document.body.classList.contains("no-panel")) document.getElementById("panel-toggle").click();
    this.clock.open = true;
    if (to) this.to.value = to;
    (to ? this.go : this.clock.querySelector("button")).focus();
  }

  load(state, fresh) {
    this.state = state;
    this.showQuota(state.channel.quota);
    this.showChannel(state.channel);
    this.showBadDays(state.bad_days);
    if (fresh) (this.log.replaceChildren(), (this.newest = 0));
    state.log.forEach((line) => this.addLog(line));
  }

  quotaForm() {
    this.used = el("div", {});
    this.meter = el("meter", { min: 0, "aria-label": "ใช้ไป" });
    this.most = el("input", { type: "number", min: 0, placeholder: "ไม่จำกัด", "aria-label": "จำนวนสูงสุดต่อเดือน" });
    const save = () => put("quota", { limit: this.most.value === "" ? null : Number(this.most.value) });
    return el("div", { class: "quota" }, this.used, this.meter, el("form", { class: "line", onsubmit: attempt(save) }, this.most, el("button", {}, "ตั้ง")));
  }

  showQuota({ used, limit, reserved }) {
    this.used.textContent = `ใช้ไป ${used} จาก ${limit ?? "ไม่จำกัด"}${reserved ? ` (กันไว้ ${reserved})` : ""} ในเดือนนี้`;
    Object.assign(this.meter, { max: limit ?? used + 1, value: used, hidden: limit === null });
    fill(this.most, limit ?? "");
  }

  peopleForms() {
    const name = el("input", { placeholder: "ชื่อคนใหม่", "aria-label": "ชื่อคนใหม่" });
    const stranger = el("input", { type: "checkbox" });
    const group = el("input", { placeholder: "ชื่อกลุ่มใหม่", "aria-label": "ชื่อกลุ่มใหม่" });
    this.hook = el("input", { placeholder: "ที่อยู่ webhook ของบอต", "aria-label": "ที่อยู่ webhook" });
    this.again = el("input", { type: "checkbox", onchange: attempt((e) => put("settings", { redelivery: e.target.checked })) });
    const form = (doing, ...inside) => el("form", { class: "line", onsubmit: attempt(doing) }, ...inside);
    const addPerson = async () => name.value && (await post("people", { name: name.value, friend: !stranger.checked })) && (name.value = "");
    const addGroup = async () => group.value && (await post("groups", { name: group.value, members: this.state.people.map((p) => p.id) })) && (group.value = "");
    return el("div", {},
      form(addPerson, name, el("label", {}, stranger, " ยังไม่เป็นเพื่อน"), el("button", {}, "เพิ่มคน")),
      form(addGroup, group, el("button", {}, "ตั้งกลุ่ม")),
      form(() => put("settings", { endpoint: this.hook.value || null }), this.hook, el("button", {}, "บันทึก")),
      el("label", { class: "line" }, this.again, " ส่งซ้ำเมื่อบอตไม่ตอบ"),
      this.channelForm(),
      el("div", { class: "line" }, button("เริ่มใหม่ทั้งหมด", () => confirm("ลบทุกข้อความแล้วเริ่มใหม่?") && post("reset"))));
  }

  showChannel({ webhook, redelivery }) {
    fill(this.hook, webhook || "");
    this.again.checked = redelivery;
  }

  channelForm() {
    const fields = { id: "เลข channel", secret: "secret", token: "token", name: "ชื่อบัญชี" };
    const inputs = Object.entries(fields).map(([key, words]) => el("input", { name: key, placeholder: words, "aria-label": words, required: true }));
    const add = async (e) => (await post("channels", Object.fromEntries(new FormData(e.target)))) && e.target.reset();
    const drop = () => confirm(`ลบบัญชี ${this.state.channel.name}?`) && remove(`channels/${this.state.channel.id}`).then(() => (location.search = ""));
    return el("details", {}, el("summary", {}, "บัญชีบอตอื่น"),
      el("form", { class: "line", onsubmit: attempt(add) }, ...inputs, el("button", {}, "เพิ่มบัญชี")),
      el("div", { class: "line" }, button("ลบบัญชีนี้", drop)));
  }

  faultForm() {
    const set = (fault, value) => put("bad-days", { [fault]: value });
    const slider = ([fault, words]) => {
      const shown = el("output", {});
      const range = el("input", { type: "range", min: 0, max: 100, step: 5, "aria-label": words,
        oninput: () => (shown.textContent = `${range.value}%`), onchange: attempt(() => set(fault, Number(range.value) / 100)) });
      this.sliders[fault] = { range, shown };
      return el("label", { class: "fault" }, el("span", {}, words), range, shown);
    };
    this.seed = el("input", { type: "number", "aria-label": "เลขเมล็ดสุ่ม", onchange: attempt(() => set("seed", Number(this.seed.value))) });
    return el("div", { class: "faults" },
      el("div", { class: "line" }, button("วันธรรมดา", () => put("bad-days", {})), button("วันยุ่ง", () => put("bad-days", BUSY)), el("label", {}, "เมล็ด ", this.seed)),
      ...Object.entries(FAULTS).map(slider));
  }

  showBadDays(given) {
    fill(this.seed, given.seed);
    for (const [fault, { range, shown }] of Object.entries(this.sliders)) {
      fill(range, Math.round(given[fault] * 100));
      shown.textContent = `${range.value}%`;
    }
  }

  addLog(line) {
    if (line.n <= this.newest) return;
    this.newest = line.n;
    const bad = line.status === null || line.status >= 400 || line.fault;
    const arrow = line.direction === "webhook" ? "→ บอต" : "← บอต";
    const text = (value) => (typeof value === "string" ? value : JSON.stringify(value, null, 1));
    const node = el("details", { class: bad ? "bad" : "" },
      el("summary", {}, el("b", {}, arrow), ` ${line.method} ${line.path} `, el("span", { class: "status" }, String(line.status ?? "✗")), ` ${line.ms} ms${line.fault ? ` (${line.fault})` : ""}`));
    node.addEventListener("toggle", () => {
      if (!node.open || node.childElementCount > 1) return;
      for (const key of ["error", "retry_key", "request_id", "request", "response"]) {
        if (line[key]) node.append(el("h4", {}, key), el("pre", {}, text(line[key])));
      }
    });
    this.log.prepend(node);
    while (this.log.childElementCount > 200) this.log.lastChild.remove();
  }
}
