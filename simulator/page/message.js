// One message as a bubble, card or picture.
import { el, icon, nameOf, picture, safeImage, safeLink } from "./api.js";
import { flexOf } from "./flex.js";
import { templateOf } from "./template.js";

const plain = (text) => {
  const parts = text.split(/(https?:\/\/[^\s]+)/g);
  return parts.map((part, i) => (i % 2 ? el("a", { href: safeLink(part), target: "_blank", rel: "noopener" }, part) : part));
};

function emojiText(message) {
  if (!message.emojis?.length) return plain(message.text);
  return message.text.split("$").flatMap((part, i, all) => [part, i < all.length - 1 ? icon("smile") : ""]);
}

function textV2(message, called) {
  const put = (_, key) => {
    const thing = message.substitution?.[key];
    if (thing?.type === "emoji") return "☺";
    return thing?.mentionee?.type === "all" ? "@All" : `@${called(thing?.mentionee?.userId)}`;
  };
  return message.text.replace(/\{\{|\}\}|\{(\w+)\}/g, (m, key) => (m === "{{" ? "{" : m === "}}" ? "}" : put(m, key)));
}

const size = (bytes) => (bytes > 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} KB`);
const photo = (url) => el("a", { href: safeImage(url) || null, target: "_blank", rel: "noopener", class: "photo" }, picture(url, { alt: "รูปภาพ", loading: "lazy" }));

const KINDS = {
  text: (m) => el("div", { class: "bubble" }, ...emojiText(m)),
  textV2: (m, tap, called) => el("div", { class: "bubble" }, ...plain(textV2(m, called))),
  image: (m) => photo(m.url || m.previewImageUrl),
  video: (m) => el("video", { class: "photo", controls: true, src: safeImage(m.url || m.originalContentUrl), poster: safeImage(m.previewImageUrl) || null }),
  audio: (m) => el("audio", { controls: true, src: safeImage(m.url || m.originalContentUrl) }),
  file: (m) => el("a", { class: "bubble file", href: safeImage(m.url), download: m.fileName }, icon("file"), " ", m.fileName, el("small", {}, ` ${size(m.fileSize)}`)),
  location: (m) => el("div", { class: "bubble" }, icon("place"), ` ${m.title || ""}`, el("small", {}, ` ${m.address || `${m.latitude}, ${m.longitude}`}`)),
  sticker: () => el("div", { class: "sticker", role: "img", "aria-label": "สติกเกอร์" }, icon("smile")),
  flex: (m, tap) => flexOf(m, tap),
  template: (m, tap) => templateOf(m, tap),
  imagemap: (m, tap) => imagemap(m, tap),
};

function imagemap(message, tap) {
  const { width, height } = message.baseSize;
  const box = el("div", { class: "imagemap", role: "group", "aria-label": message.altText });
  box.style.aspectRatio = `${width} / ${height}`;
  box.style.backgroundImage = `url("${safeImage(`${message.baseUrl}/700`)}")`;
  for (const action of message.actions || []) {
    const { area } = action;
    const sent = action.type === "uri" ? { type: "uri", uri: action.linkUri } : action;
    const button = el("button", { type: "button", class: "menu-area", "aria-label": nameOf(action), onclick: () => tap(sent) });
    button.style.left = `${(area.x / width) * 100}%`;
    button.style.top = `${(area.y / height) * 100}%`;
    button.style.width = `${(area.width / width) * 100}%`;
    button.style.height = `${(area.height / height) * 100}%`;
    box.append(button);
  }
  return box;
}

// `called` says the name that a user id bears.
export function bubbleOf(entry, tap, called) {
  const make = KINDS[entry.message.type];
  return make ? make(entry.message, tap, called) : el("div", { class: "bubble" }, `[${entry.message.type}]`);
}
