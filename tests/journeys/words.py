"""Words that are longer than anybody wants."""

LONG = (
    "The bed in the side room cannot be lowered with the rail up, the brake slips when the floor is wet, "
    "and nobody on nights knows whom to call about it before eight in the morning."
)
