// Shows the rows that hold what is typed. It happens on this page alone: what is typed goes into no address and no log.

const field = document.querySelector("[data-filter]");
const list = document.getElementById(field.dataset.filter);
field.closest("[hidden]").hidden = false;

function plain(text) {
  return text.normalize("NFC").toLowerCase().replace(/[\s.\-/]+/g, "");
}

field.addEventListener("input", () => {
  const wanted = plain(field.value);
  for (const row of list.querySelectorAll(".rows > li")) row.hidden = !plain(row.textContent).includes(wanted);
  for (const part of list.querySelectorAll("section, details")) {
    part.hidden = Boolean(wanted) && !part.querySelector(".rows > li:not([hidden])");
    if (part.localName === "details" && wanted) part.open = !part.hidden;
  }
  const found = list.querySelectorAll(".rows > li:not([hidden])").length;
  document.getElementById("found").textContent = wanted ? `${found} found` : "";
});
