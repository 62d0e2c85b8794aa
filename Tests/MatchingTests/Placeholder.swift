// Placeholder, removed when the room is furnished.
