// Template messages: buttons, confirm, carousel, image carousel.
import { el, nameOf, picture } from "./api.js";

const button = (action, tap) => el("button", { type: "button", class: "t-button", onclick: () => tap(action) }, action.label || action.type);

function top(url, template, tap, action) {
  if (!url) return null;
  const img = picture(url, { class: `t-image ${template.imageSize || "cover"}` });
  img.style.aspectRatio = template.imageAspectRatio === "square" ? "1 / 1" : "1.51 / 1";
  if (template.imageBackgroundColor) img.style.backgroundColor = template.imageBackgroundColor;
  return action ? el("button", { type: "button", class: "t-plain", "aria-label": nameOf(action), onclick: () => tap(action) }, img) : img;
}

const words = (card, tap) => {
  const inside = [card.title && el("strong", {}, card.title), el("p", {}, card.text)];
  return card.defaultAction
    ? el("button", { type: "button", class: "t-words t-plain", onclick: () => tap(card.defaultAction) }, ...inside.filter(Boolean))
    : el("div", { class: "t-words" }, ...inside);
};

const card = (one, template, tap) =>
  el("div", { class: "t-card" },
    top(one.thumbnailImageUrl, template, tap, one.defaultAction), words(one, tap),
    el("div", { class: "t-actions" }, ...one.actions.map((a) => button(a, tap))));

const KINDS = {
  buttons: (t, tap) => card(t, t, tap),
  confirm: (t, tap) => el("div", { class: "t-card t-confirm" }, words(t, tap), el("div", { class: "t-actions" }, ...t.actions.map((a) => button(a, tap)))),
  carousel: (t, tap) => el("div", { class: "carousel", tabindex: "0" }, ...t.columns.map((c) => card(c, t, tap))),
  image_carousel: (t, tap) => el("div", { class: "carousel", tabindex: "0" }, ...t.columns.map((c) =>
    el("button", { type: "button", class: "t-card t-plain t-picture", "aria-label": nameOf(c.action), onclick: () => tap(c.action) },
      picture(c.imageUrl), c.action.label && el("span", {}, c.action.label)))),
};

export const templateOf = (message, tap) => KINDS[message.template.type]?.(message.template, tap) ?? el("div", { class: "bubble" }, message.altText);
