// A rich menu: its picture with its areas as buttons over it.
import { el, nameOf } from "./api.js";

export function menuOf(menu, tap) {
  const { width, height } = menu.size;
  const picture = el("div", { class: "menu-picture" });
  picture.style.aspectRatio = `${width} / ${height}`;
  if (menu.image) picture.style.backgroundImage = `url("${menu.image}")`;
  for (const { bounds, action } of menu.areas) {
    const area = el("button", { type: "button", class: "menu-area", "aria-label": nameOf(action), onclick: () => tap(action) });
    area.style.left = `${(bounds.x / width) * 100}%`;
    area.style.top = `${(bounds.y / height) * 100}%`;
    area.style.width = `${(bounds.width / width) * 100}%`;
    area.style.height = `${(bounds.height / height) * 100}%`;
    picture.append(area);
  }
  return el("div", {}, el("div", { class: "menu-bar" }, menu.chatBarText), picture);
}
