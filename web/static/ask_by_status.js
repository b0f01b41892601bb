// Hides what is not asked with the status that is chosen. What was filled in stays in sight, and so does what is wrong.
"use strict";

{
  const isEmpty = (field) =>
    [...field.querySelectorAll("input, textarea, select")].every((one) =>
      ["radio", "checkbox"].includes(one.type) ? !one.checked : !one.value.trim());

  const showAsked = (report) => {
    const chosen = report.querySelector(`[name="${report.id}-status"]:checked`);
    for (const field of report.querySelectorAll("[data-with]")) {
      const asked = chosen === null || field.dataset.with.split(" ").includes(chosen.value);
      field.hidden = !asked && isEmpty(field) && !field.classList.contains("wrong");
    }
  };

  const showAll = () => document.querySelectorAll(".reply-task").forEach(showAsked);
  document.addEventListener("change", (event) => {
    const report = event.target.closest(".reply-task");
    if (report) showAsked(report);
  });
  window.addEventListener("pageshow", showAll);
  showAll();
}
