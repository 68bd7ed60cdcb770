// A poll leaves alone what somebody is typing and what somebody has unfolded. (refresh.js does so after a tap.)

const { callbacks } = window.Idiomorph.defaults;

callbacks.beforeNodeMorphed = (old) => !old.matches?.("form[data-dirty], [data-kept]");
callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.localName === "details");

// What was unfolded to be filled in folds again once it is sent.
document.addEventListener("huddle:saved", (event) => {
  const details = event.target.closest("details[data-folds]");
  if (details) details.open = false;
});
