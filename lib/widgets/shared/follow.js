// Listening to a widget's model: follow.

/** Call `hear` whenever one of these traits changes, here or elsewhere; gives the function that stops it. */
export function follow(model, traits, hear) {
  for (const trait of traits) model.on(`change:${trait}`, hear);
  return () => traits.forEach((trait) => model.off(`change:${trait}`, hear));
}
