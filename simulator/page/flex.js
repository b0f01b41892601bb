// Flex messages, with the sizes that LINE documents for its own apps.
import { el, nameOf, picture } from "./api.js";

const TEXT = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const IMAGE = { xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220 };
const GAP = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const BORDER = { none: 0, light: 0.5, normal: 1, "semi-bold": 2, medium: 3, bold: 4 };
const length = (value, table) => (value in table ? `${table[value]}px` : value);

const SIDES = { paddingTop: "paddingTop", paddingBottom: "paddingBottom", paddingStart: "paddingInlineStart", paddingEnd: "paddingInlineEnd" };
const OFFSETS = { offsetTop: "top", offsetBottom: "bottom", offsetStart: "insetInlineStart", offsetEnd: "insetInlineEnd" };

// In a horizontal or baseline box a child takes an equal share unless told otherwise; in a vertical one it takes its height.
function place(node, item, parent, first) {
  const across = parent === "horizontal" || parent === "baseline";
  const own = item.flex ?? (item.type === "filler" || (across && item.type !== "icon" && item.type !== "separator" && !item.width) ? 1 : 0);
  if (item.position !== "absolute") node.style.flex = own > 0 ? `${own} ${across ? "0 0" : "0 auto"}` : "0 0 auto";
  if (across && own > 0) node.style.minWidth = "0";
  if (item.margin && !first) node.style[across ? "marginInlineStart" : "marginTop"] = length(item.margin, GAP);
  if (item.position === "absolute") node.style.position = "absolute";
  for (const [key, css] of Object.entries(OFFSETS)) {
    if (item[key] === undefined) continue;
    node.style[css] = length(item[key], GAP);
    if (item.position !== "absolute") node.style.position = "relative";
  }
}

function tappable(node, action, tap) {
  if (!action) return node;
  node.classList.add("tappable");
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  if (action.label || !node.textContent) node.setAttribute("aria-label", nameOf(action));
  const run = (e) => (e.stopPropagation(), tap(action));
  node.addEventListener("click", run);
  node.addEventListener("keydown", (e) => (e.key === "Enter" || e.key === " ") && (e.preventDefault(), run(e)));
  return node;
}

function box(item, tap, ...rest) {
  const node = el("div", { class: `f-box f-${item.layout}` });
  const style = node.style;
  if (item.backgroundColor) style.backgroundColor = item.backgroundColor;
  const { background } = item;
  if (background?.type === "linearGradient") {
    const middle = background.centerColor ? `, ${background.centerColor} ${background.centerPosition || "50%"}` : "";
    style.backgroundImage = `linear-gradient(${background.angle}, ${background.startColor}${middle}, ${background.endColor})`;
  }
  if (item.borderWidth) style.border = `${length(item.borderWidth, BORDER)} solid ${item.borderColor || "#000"}`;
  if (item.cornerRadius) (style.borderRadius = length(item.cornerRadius, GAP)), (style.overflow = "hidden");
  for (const key of ["width", "height", "maxWidth", "maxHeight"]) if (item[key]) style[key] = item[key];
  if (item.paddingAll) style.padding = length(item.paddingAll, GAP);
  for (const [key, css] of Object.entries(SIDES)) if (item[key]) style[css] = length(item[key], GAP);
  if (item.justifyContent) style.justifyContent = item.justifyContent;
  if (item.alignItems) style.alignItems = item.alignItems;
  fill(node, item, tap, ...rest);
  return tappable(node, item.action, tap);
}

function fill(node, item, tap) {
  const gap = item.spacing ? length(item.spacing, GAP) : 0;
  const across = item.layout !== "vertical";
  let first = true;
  for (const child of item.contents || []) {
    const made = component(child, tap, item.layout);
    if (!made) continue;
    if (gap && !first && child.position !== "absolute") made.style[across ? "marginInlineStart" : "marginTop"] = gap;
    place(made, child, item.layout, first);
    if (child.position !== "absolute") first = false;
    node.append(made);
  }
}

function fontOf(style, item) {
  if (item.size) style.fontSize = length(item.size, TEXT);
  if (item.color) style.color = item.color;
  if (item.weight === "bold") style.fontWeight = "700";
  if (item.style) style.fontStyle = item.style;
  if (item.decoration) style.textDecoration = item.decoration;
}

// Makes the letters smaller until the words fit, as adjustMode asks.
function shrink(node, words) {
  requestAnimationFrame(() => {
    let size = parseFloat(getComputedStyle(words).fontSize);
    while (size > 6 && words.scrollWidth > words.clientWidth) node.style.fontSize = `${(size -= 1)}px`;
  });
}

function text(item, tap) {
  const node = el("div", { class: `f-text ${item.wrap ? "wrap" : ""} g-${item.gravity || "top"}` });
  const words = el("span", { class: "f-words" });
  fontOf(node.style, item);
  if (item.align) node.style.textAlign = item.align;
  if (item.lineSpacing) words.style.lineHeight = `calc(1.4em + ${item.lineSpacing})`;
  if (item.maxLines) {
    words.classList.add("clamped");
    words.style.webkitLineClamp = String(item.maxLines);
  }
  if (item.contents?.length) words.append(...item.contents.map(span));
  else words.textContent = item.text ?? "";
  node.append(words);
  if (item.adjustMode === "shrink-to-fit" && !item.wrap) shrink(node, words);
  return tappable(node, item.action, tap);
}

function span(item) {
  const node = el("span", {}, item.text ?? "");
  fontOf(node.style, item);
  return node;
}

const ratio = (value) => (value || "1:1").replace(":", " / ");

function image(item, tap) {
  const node = el("div", { class: `f-image a-${item.align || "center"} g-${item.gravity || "top"}` });
  const img = picture(item.url, { loading: "lazy" });
  const size = item.size || "md";
  img.style.width = size === "full" ? "100%" : length(size, IMAGE);
  img.style.aspectRatio = ratio(item.aspectRatio);
  img.style.objectFit = item.aspectMode === "cover" ? "cover" : "contain";
  if (item.backgroundColor) img.style.backgroundColor = item.backgroundColor;
  node.append(img);
  return tappable(node, item.action, tap);
}

function icon(item) {
  const img = picture(item.url, { class: "f-icon" });
  img.style.height = length(item.size || "md", TEXT);
  img.style.aspectRatio = ratio(item.aspectRatio);
  return img;
}

function button(item, tap) {
  const node = el("button", { type: "button", class: `f-button ${item.style || "link"} h-${item.height || "md"} g-${item.gravity || "top"}`, onclick: () => tap(item.action) }, item.action?.label || "");
  if (item.color) node.style[item.style && item.style !== "link" ? "backgroundColor" : "color"] = item.color;
  if (item.adjustMode === "shrink-to-fit") shrink(node, node);
  return node;
}

function separator(item) {
  const node = el("div", { class: "f-separator", role: "separator" });
  if (item.color) node.style.backgroundColor = item.color;
  return node;
}

const COMPONENTS = {
  box, text, image, icon, button, separator,
  filler: () => el("div", { class: "f-filler" }),
  spacer: (item) => {
    const node = el("div", { class: "f-spacer" });
    node.style.height = length(item.size || "md", GAP);
    return node;
  },
  video: (item, tap) => (item.altContent ? component(item.altContent, tap) : image({ url: item.previewUrl, size: "full", aspectMode: "cover", aspectRatio: item.aspectRatio }, tap)),
};

function component(item, tap, parent) {
  return COMPONENTS[item.type]?.(item, tap, parent);
}

function bubble(item, tap) {
  const node = el("div", { class: `f-bubble s-${item.size || "mega"}`, dir: item.direction || null });
  for (const part of ["header", "hero", "body", "footer"]) {
    if (!item[part]) continue;
    const made = component(item[part], tap);
    const style = item.styles?.[part];
    const block = el("div", { class: `f-${part}` }, made);
    if (style?.backgroundColor) block.style.backgroundColor = style.backgroundColor;
    if (style?.separator) {
      block.classList.add("separated");
      block.style.borderTopColor = style.separatorColor || "#d4d6da";
    }
    node.append(block);
  }
  return tappable(node, item.action, tap);
}

export function flexOf(message, tap) {
  const { contents } = message;
  if (contents.type !== "carousel") return el("div", { class: "flex", role: "group", "aria-label": message.altText }, bubble(contents, tap));
  return el("div", { class: "carousel", role: "group", "aria-label": message.altText, tabindex: "0" }, ...contents.contents.map((b) => bubble(b, tap)));
}
