// The date, time or date-and-time picker of a datetimepicker action.
const KIND = { date: "date", time: "time", datetime: "datetime-local" };
const FIRST = { date: "1900-01-01", time: "00:00", datetime: "1900-01-01T00:00" };
const LAST = { date: "2100-12-31", time: "23:59", datetime: "2100-12-31T23:59" };

const thai = (value, mode) => {
  if (mode === "time" || !value) return "";
  const options = { dateStyle: "full", ...(mode === "datetime" ? { timeStyle: "short" } : {}), timeZone: "UTC" };
  return new Intl.DateTimeFormat("th-TH-u-ca-buddhist", options).format(new Date(`${value}${mode === "date" ? "T00:00" : ""}Z`));
};

export function pick(action) {
  const dialog = document.getElementById("picker");
  const input = document.getElementById("picker-value");
  const shown = document.getElementById("picker-thai");
  const mode = action.mode || "date";
  const tidy = (v) => (v || "").replace("t", "T");
  document.getElementById("picker-title").textContent = action.label || "เลือกวันที่";
  input.type = KIND[mode];
  input.min = tidy(action.min) || FIRST[mode];
  input.max = tidy(action.max) || LAST[mode];
  input.value = tidy(action.initial);
  const tell = () => (shown.textContent = thai(input.value, mode));
  input.oninput = tell;
  tell();
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((done) => {
    dialog.onclose = () => done(dialog.returnValue === "ok" ? input.value : null);
  });
}
