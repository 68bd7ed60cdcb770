// A transfer: of the people who can be chosen only those of the unit that is chosen are shown.

const units = document.querySelector("select[name=to_unit_id]");
const people = units?.form.elements.to_person_id;

function isShown(option) {
  return !option.closest("optgroup")?.hidden;
}

function show() {
  const label = units.selectedOptions[0]?.textContent;
  for (const group of people.querySelectorAll("optgroup")) group.hidden = group.label !== label;
  if (isShown(people.selectedOptions[0])) return;
  // Somebody may work on both units, and then stands in two groups.
  const same = [...people.options].find((option) => option.value === people.value && isShown(option));
  (same ?? people.options[0]).selected = true;
}

if (units) {
  show();
  units.form.addEventListener("input", show); // also when kept text comes back into the form
}
